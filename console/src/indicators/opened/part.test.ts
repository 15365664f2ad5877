import { expect, test } from 'vitest'
import { below, part } from './part'

test('sums of money are kept in 分 and shown in 元; the rest is counted', () => {
  expect(part(2_900_000, 'yuan')).toBe('29,000.00')
  expect(part(2_900_000, 'percent')).toBe('2,900,000')
  expect(part(null, 'persons')).toBe('—')
  expect(below(3)).toBe('3')
})
