import dayjs from 'dayjs'
import { expect, test } from 'vitest'
import { statedPeriod } from './statedPeriod'

test('a period is written as the interface takes it', () => {
  const on = dayjs('2023-10-05')
  expect(statedPeriod('year', on)).toBe('2023')
  expect(statedPeriod('quarter', on)).toBe('2023Q4')
  expect(statedPeriod('quarter', dayjs('2023-03-31'))).toBe('2023Q1')
  expect(statedPeriod('month', on)).toBe('2023-10')
  expect(statedPeriod('income_year', on)).toBe('2023IY')
})
