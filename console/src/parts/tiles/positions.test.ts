import { expect, it } from 'vitest'
import positions from './positions.json'
import { cellsOf } from './positions'

it('moves the counties of a prefecture to the corner', () => {
  const cells = cellsOf(['530502000000', '530521000000', '530523000000'], positions)
  const all = [...(cells?.values() ?? [])]
  expect(all).toHaveLength(3)
  expect(Math.min(...all.map(it => it[0]))).toBe(0)
  expect(Math.min(...all.map(it => it[1]))).toBe(0)
})

it('gives no place to anybody when one has none', () => {
  expect(cellsOf(['530502000000', '110101000000'], positions)).toBeUndefined()
})

it('never puts two counties on one cell', () => {
  for (const cells of Object.values(positions)) {
    const all = Object.values(cells).map(String)
    expect(new Set(all).size).toBe(all.length)
  }
})
