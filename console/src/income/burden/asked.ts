import type { Dayjs } from 'dayjs'

/** What the dialog asks for. */
export interface Wanted {
  kind: 'year' | 'months'
  year?: Dayjs
  last?: Dayjs
  evidence?: Dayjs | null
}

/** The period as the interface takes it: an income year, or twelve months by their last. */
export function periodOf({ kind, year, last }: Wanted): string | undefined {
  return kind === 'year' ? year?.format('YYYY') : last?.format('YYYY-MM')
}

/** The period that was filled, as a list is asked for it: the server says `2022-10至2023-09`. */
export function lastOf(period: string): string | undefined {
  return /(\d{4}-\d{2})$/.exec(period)?.[1]
}
