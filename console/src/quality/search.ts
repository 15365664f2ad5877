import type { ListSearch } from '../parts/cursor'

/** What the address of a run says. */
export interface RunSearch extends ListSearch {
  tab?: string
  /** The level of checks that are listed. */
  level?: string
  check?: string
  township?: string
  village?: string
}
