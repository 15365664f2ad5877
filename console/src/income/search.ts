import type { ListSearch } from '../parts/cursor'

/** What the address of the list of accounts says. */
export interface IncomeSearch extends ListSearch {
  region?: string
  period?: string
  /** Net income per head: at least, and less than, in 分. */
  from?: number
  below?: number
  /** Only where something is unknown. */
  open?: boolean
}

/** What the address of one account, of the analysis and of the burden says. */
export interface PeriodSearch {
  region?: string
  period?: string
}

/** The part of an address behind the question mark, for a file that is downloaded. */
export function queryOf(values: Record<string, string | number | boolean | undefined>): string {
  const said = Object.entries(values).filter(([, it]) => it !== undefined)
  return new URLSearchParams(said.map(([name, it]) => [name, String(it)])).toString()
}
