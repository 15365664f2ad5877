import { expect, it } from 'vitest'
import { shortName } from './names'

it('leaves out what does not tell regions apart', () => {
  expect(shortName('孟连傣族拉祜族佤族自治县')).toBe('孟连')
  expect(shortName('西双版纳傣族自治州')).toBe('西双版纳')
  expect(shortName('玉龙纳西族自治县')).toBe('玉龙')
  expect(shortName('双江拉祜族佤族布朗族傣族自治县')).toBe('双江')
  expect(shortName('隆林各族自治县')).toBe('隆林')
  expect(shortName('永兴傣族乡')).toBe('永兴傣族乡')
  expect(shortName('永仁县')).toBe('永仁县')
  expect(shortName('他的苴村民委员会')).toBe('他的苴村')
  expect(shortName('苴却社区居民委员会')).toBe('苴却社区')
})
