import { expect, it } from 'vitest'
import { areasOf, fenOf } from './parts'

it('takes whole regions, whole villages and groups of one', () => {
  expect(areasOf({ areas: ['532327100000'] })).toEqual([{ region: '532327100000' }])
  expect(areasOf({ areas: [], village: '532327100201' })).toEqual([{ region: '532327100201' }])
  expect(areasOf({ village: '532327100201', groups: '一组、凹子组' })).toEqual([
    { region: '532327100201', group: '一组' },
    { region: '532327100201', group: '凹子组' },
  ])
  expect(areasOf({ groups: '一组' })).toEqual([])
})

it('reads amounts of money without a float', () => {
  expect(fenOf('3500')).toBe(350_000)
  expect(fenOf('0.5')).toBe(50)
  expect(fenOf(' 12.34 ')).toBe(1_234)
  expect(fenOf('')).toBeUndefined()
  expect(fenOf('一千')).toBeNaN()
  expect(fenOf('1.234')).toBeNaN()
})
