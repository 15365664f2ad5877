import type { ListSearch } from '../parts/cursor'

/** What the address of the register says. */
export interface EventsSearch extends ListSearch {
  state?: string
  /** An event that is being recorded. */
  begin?: boolean
}

/** What the address of one event says. */
export interface EventSearch extends ListSearch {
  tab?: string
  region?: string
  stage?: string
  due?: boolean
  /** The household that is looked at. */
  household?: number
}
