import type { ListSearch } from '../parts/cursor'

/** What the address of a report says. */
export interface ReportSearch {
  region?: string
  period?: string
  /** The numbers as they were known at the end of this day. */
  asOf?: string
  /** Small counts are left out, as for others than the office. */
  others?: boolean
}

/** What the address of the place says. */
export interface ReportsSearch extends ListSearch {
  tab?: string
  region?: string
  /** Of the prints: one report. */
  report?: string
  /** Of the requests. */
  words?: string
  indicator?: string
  open?: boolean
}
