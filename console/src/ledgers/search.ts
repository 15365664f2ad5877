// What the addresses of the ledgers' pages say.
import type { ListSearch } from '../parts/cursor'

/** The address of a ledger. Values of its own fields stand under `f.` and the field's name. */
export interface RecordSearch extends ListSearch {
  state?: string
  region?: string
  overdue?: boolean
  voided?: boolean
  words?: string
  /** Every filter is shown. */
  more?: boolean
  /** Something new is being recorded. */
  new?: boolean
  /** The panel of figures is open. */
  figures?: boolean
  /** The year of the figures. */
  year?: string
  /** The figure that is opened. */
  figure?: string
  [field: `f.${string}`]: string | undefined
}

/** The name of a field in the address. */
export function inAddress(field: string): `f.${string}` {
  return `f.${field}`
}

interface Query {
  state: string
  region: string
  overdue: boolean
  voided: boolean
  equal: string
  words: string
}

/** What a list of records is asked for. */
export function asked(search: Partial<RecordSearch>, filters: string[]): Partial<Query> {
  const equal = filters.flatMap(name => {
    const value = search[inAddress(name)]
    return value ? [`${name}:${value}`] : []
  })
  return {
    state: search.state,
    region: search.region,
    overdue: search.overdue || undefined,
    voided: search.voided || undefined,
    equal: equal.length > 0 ? equal.join(';') : undefined,
    words: search.words?.trim() || undefined,
  }
}

/** The filters that are shown: the first few, those that narrow the list, or all of them. */
export function shownFilters(search: Partial<RecordSearch>, filters: string[], few: number): string[] {
  if (search.more) return filters
  return filters.filter((name, at) => at < few || search[inAddress(name)])
}
