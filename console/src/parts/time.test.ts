import { expect, test } from 'vitest'
import { chinaDay, chinaSecond, chinaTime } from './time'

test('the day of a moment is the one in China', () => {
  expect(chinaTime('2026-11-22T18:08:30Z')).toBe('2026-11-23 02:08')
  expect(chinaTime('2026-01-01T00:00:00Z')).toBe('2026-01-01 08:00')
  expect(chinaSecond('2026-11-22T18:08:30Z')).toBe('2026-11-23 02:08:30')
  expect(chinaDay('2026-11-22T18:08:30Z')).toBe('2026-11-23')
})
