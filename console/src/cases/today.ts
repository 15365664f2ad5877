import { api } from '../api/client'

/** The day the server reckons limits for. */
export function useToday(): string | undefined {
  const counts = api.useQuery('get', '/api/v1/cases/counts', {}, { staleTime: 60_000 })
  return counts.data?.as_of
}
