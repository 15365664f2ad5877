// The period of a report: a month, a quarter or a year, as the interface writes it.
import dayjs, { type Dayjs } from 'dayjs'

const month = /^\d{4}-\d{2}$/

/** Whether households stand behind a number of this period: they do behind months. */
export function opens(period: string): boolean {
  return month.test(period)
}

/** The month that is over, which reports are mostly made of. */
export function lastMonth(today: Dayjs = dayjs()): string {
  return today.subtract(1, 'month').format('YYYY-MM')
}
