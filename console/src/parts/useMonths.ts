import { useQuery } from '@tanstack/react-query'
import { api } from '../api/client'

/** The months that have been screened in the own region, newest first. */
export const screenedMonths = api.queryOptions('get', '/api/v1/clues/months', {}, { staleTime: 60_000 })

/** The same, on a page. */
export function useMonths(): { months: string[]; isPending: boolean } {
  const found = useQuery(screenedMonths)
  return { months: found.data ?? [], isPending: found.isPending }
}
