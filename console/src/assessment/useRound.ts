import { useQueryClient } from '@tanstack/react-query'
import { api } from '../api/client'

/** One round, read again after every write. */
export function useRound(round: string) {
  const client = useQueryClient()
  const found = api.useQuery('get', '/api/v1/assessments/{round}', { params: { path: { round } } })
  const reload = () =>
    client.invalidateQueries({
      predicate: it => typeof it.queryKey[1] === 'string' && it.queryKey[1].startsWith('/api/v1/assessments'),
    })
  return { round: found.data, problem: found.error, reload }
}
