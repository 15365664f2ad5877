import { expect, test } from 'vitest'
import { change, signed } from './change'

test('growth is against what was, and nothing is made up where nothing was', () => {
  expect(change(11_000_00, 10_000_00)).toBe(1_000)
  expect(change(7_500_00, 10_000_00)).toBe(-2_500)
  expect(change(undefined, 10_000_00)).toBeUndefined()
  expect(change(10_000_00, null)).toBeUndefined()
  expect(change(10_000_00, 0)).toBeUndefined()
})

test('a difference shows its sign', () => {
  expect(signed(1_000)).toBe('+10%')
  expect(signed(-2_525)).toBe('−25.25%')
  expect(signed(0)).toBe('0%')
  expect(signed(undefined)).toBe('—')
})
