import { expect, test } from 'vitest'
import { fenOf, isYuan } from './yuan'

test('an amount has digits, and at most two behind the point', () => {
  for (const good of ['0', '1200', '1200.5', ' 1200.50 ']) expect(isYuan(good), good).toBe(true)
  for (const bad of ['', '-1', '1,200', '一千', '1200.505', '1.']) expect(isYuan(bad), bad).toBe(false)
})

test('an amount is read in 分 without a float', () => {
  expect(fenOf('3500')).toBe(350_000)
  expect(fenOf('0.5')).toBe(50)
  expect(fenOf(' 12.34 ')).toBe(1_234)
  expect(fenOf('')).toBeUndefined()
  expect(fenOf('一千')).toBeNaN()
  expect(fenOf('1.234')).toBeNaN()
})
