import { useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client'

const path = '/api/v1/households/{household}/income'

/** The account of a household for some months, and how to read it again. */
export function useAccount(household: number, period: string | undefined) {
  const client = useQueryClient()
  const found = api.useQuery(
    'get',
    path,
    { params: { path: { household }, query: { period } } },
    { enabled: period !== undefined },
  )
  const reload = () => void client.invalidateQueries({ queryKey: ['get', path] })
  return { found, reload }
}
