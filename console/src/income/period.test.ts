import { describe, expect, test } from 'vitest'
import { askedAs, firstOf, lastDayOf, quartersOf } from './period'

describe('the months of an account', () => {
  test('begin as many months before as they are', () => {
    expect(firstOf({ last: '2023-09', months: 12 })).toBe('2022-10')
    expect(firstOf({ last: '2023-12', months: 12 })).toBe('2023-01')
    expect(firstOf({ last: '2023-03', months: 3 })).toBe('2023-01')
  })

  test('are asked for as the interface writes them', () => {
    expect(askedAs({ last: '2023-10', months: 12 })).toBe('2023-10')
    expect(askedAs({ last: '2023-09', months: 3 })).toBe('2023Q3')
    expect(askedAs({ last: '2022-12', months: 3 })).toBe('2022Q4')
  })

  test('are made of calendar quarters, or of none', () => {
    expect(quartersOf({ last: '2023-09', months: 12 }).map(askedAs)).toEqual(['2022Q4', '2023Q1', '2023Q2', '2023Q3'])
    expect(quartersOf({ last: '2023-10', months: 12 })).toEqual([])
  })

  test('end with the last day of a month', () => {
    expect(lastDayOf('2023-09')).toBe('2023-09-30')
    expect(lastDayOf('2024-02')).toBe('2024-02-29')
    expect(lastDayOf('2023-12')).toBe('2023-12-31')
  })
})
