import { expect, test } from 'vitest'
import { figureText } from './figureValue'

test('a figure keeps the number of the server', () => {
  expect(figureText('1234567.5元', '元')).toBe('1,234,567.5元')
  expect(figureText('12个', '')).toBe('12')
  expect(figureText('33.33%', '%')).toBe('33.33%')
  expect(figureText('-5人', ' persons')).toBe('-5 persons')
  expect(figureText('—', '元')).toBe('—')
})
