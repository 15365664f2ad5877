import { api } from '../api/client'

/** The months that have been screened in the own region, newest first. */
export function useMonths(): { months: string[]; isPending: boolean } {
  const found = api.useQuery('get', '/api/v1/clues/months', {}, { staleTime: 60_000 })
  return { months: found.data ?? [], isPending: found.isPending }
}
