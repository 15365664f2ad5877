// What the list of clues asks for.
import { api } from '../api/client'
import { queries } from '../api/queries'
import { cursor, type ListSearch } from '../parts/cursor'
import { screenedMonths } from '../parts/useMonths'

export interface ClueSearch extends ListSearch {
  month?: string
  region?: string
  class?: string
  open?: string
}

/** A page of the clues of a month. */
export function cluesOf(month: string, search: ClueSearch) {
  return api.queryOptions('get', '/api/v1/clues', {
    params: { query: { month, region: search.region, class: search.class, ...cursor(search) } },
  })
}

/** Asks for the page that is opened while the rest is still being drawn. */
export async function cluesAhead(search: ClueSearch) {
  const month = search.month ?? (await queries.fetchQuery(screenedMonths))[0]
  if (month) await queries.prefetchQuery(cluesOf(month, search))
}
