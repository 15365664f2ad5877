// The period of a number that is entered, as the interface takes it.
import type { Dayjs } from 'dayjs'

export type PeriodKind = 'year' | 'quarter' | 'month' | 'income_year'

/** `2023`, `2023Q4`, `2023-10` or `2023IY`. */
export function statedPeriod(kind: PeriodKind, on: Dayjs): string {
  switch (kind) {
    case 'month':
      return on.format('YYYY-MM')
    case 'quarter':
      return `${on.year()}Q${Math.floor(on.month() / 3) + 1}`
    case 'income_year':
      return `${on.year()}IY`
    default:
      return String(on.year())
  }
}
