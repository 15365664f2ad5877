import dayjs from 'dayjs'
import { expect, test } from 'vitest'
import { lastOf, periodOf } from './asked'

test('an income year is asked for by its year, twelve months by their last', () => {
  const day = dayjs('2023-10-05')
  expect(periodOf({ kind: 'year', year: day, last: day })).toBe('2023')
  expect(periodOf({ kind: 'months', year: day, last: day })).toBe('2023-10')
  expect(periodOf({ kind: 'year' })).toBeUndefined()
})

test('what was filled is found again by its last month', () => {
  expect(lastOf('2022-10至2023-09')).toBe('2023-09')
  expect(lastOf('全年')).toBeUndefined()
})
