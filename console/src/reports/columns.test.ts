import { expect, test } from 'vitest'
import { grouped, headed } from './columns'

test('neighbours of one group stand under it, others alone', () => {
  const columns = [{ group: null }, { group: '线索' }, { group: '线索' }, { group: null }, { group: '线索' }]
  expect(grouped(columns)).toEqual([
    { name: undefined, places: [0] },
    { name: '线索', places: [1, 2] },
    { name: undefined, places: [3] },
    { name: '线索', places: [4] },
  ])
})

test('a heading says its unit', () => {
  expect(headed({ label: '在册', unit: '户' })).toBe('在册（户）')
  expect(headed({ label: '在册', unit: '' })).toBe('在册')
})
