import dayjs from 'dayjs'
import { describe, expect, test } from 'vitest'
import { lastMonth, opens } from './period'

describe('the period of a report', () => {
  test('households stand behind months, not behind years', () => {
    expect(['2023-10', '2023Q4', '2023'].map(opens)).toEqual([true, false, false])
  })
  test('the month that is over comes first, over the turn of the year too', () => {
    expect(lastMonth(dayjs('2024-01-31'))).toBe('2023-12')
    expect(lastMonth(dayjs('2024-03-31'))).toBe('2024-02')
  })
})
