// The months an account covers, as the interface writes them.
import { api, type S } from '../api/client'

export type Filled = S['FilledPeriod']

/** How many months a month lies after year 0. */
function place(month: string): number {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return year * 12 + number - 1
}

function monthAt(place: number): string {
  return `${String(Math.floor(place / 12)).padStart(4, '0')}-${String((place % 12) + 1).padStart(2, '0')}`
}

/** The first month of some months that end with one. */
export function firstOf({ last, months }: Filled): string {
  return monthAt(place(last) + 1 - months)
}

/** The period as the interface is asked for it: `2023-10` twelve months that end with it, `2023Q3` a
 * quarter. */
export function askedAs({ last, months }: Filled): string {
  if (months !== 3) return last
  const [year = '', month = ''] = last.split('-')
  return `${year}Q${Number(month) / 3}`
}

/** The calendar quarters some months are made of, the oldest first; none when they are not made of
 * whole quarters. */
export function quartersOf({ last, months }: Filled): Filled[] {
  const end = place(last)
  if ((end + 1) % 3 !== 0) return []
  return Array.from({ length: Math.floor(months / 3) }, (_, at) => at)
    .map(at => ({ last: monthAt(end - 3 * at), months: 3 }))
    .reverse()
}

/** The last day of a month. */
export function lastDayOf(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return `${month}-${new Date(Date.UTC(year, number, 0)).getUTCDate()}`
}

interface Chosen {
  /** What is looked at: what the address says, else what was filled last. Absent while nothing was. */
  period: string | undefined
  periods: Filled[]
  isPending: boolean
  problem: S['Problem'] | null
}

/** The periods that were filled in the own region, newest first, and the one that is looked at. */
export function usePeriods(chosen: string | undefined): Chosen {
  const found = api.useQuery('get', '/api/v1/income/periods', {}, { staleTime: 60_000 })
  const periods = found.data ?? []
  const newest = periods[0]
  return {
    period: chosen ?? (newest && askedAs(newest)),
    periods,
    isPending: found.isPending,
    problem: found.error,
  }
}
