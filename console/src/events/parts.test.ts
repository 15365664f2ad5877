import { expect, it } from 'vitest'
import { areasOf } from './parts'

it('takes whole regions, whole villages and groups of one', () => {
  expect(areasOf({ areas: ['532327100000'] })).toEqual([{ region: '532327100000' }])
  expect(areasOf({ areas: [], village: '532327100201' })).toEqual([{ region: '532327100201' }])
  expect(areasOf({ village: '532327100201', groups: '一组、凹子组' })).toEqual([
    { region: '532327100201', group: '一组' },
    { region: '532327100201', group: '凹子组' },
  ])
  expect(areasOf({ groups: '一组' })).toEqual([])
})
