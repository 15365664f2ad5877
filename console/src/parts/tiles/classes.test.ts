import { describe, expect, it } from 'vitest'
import { classesOf, classFor } from './classes'

describe('classes of figures', () => {
  it('are none where there are no figures', () => {
    expect(classesOf([])).toEqual([])
    expect(classesOf([null, undefined])).toEqual([])
  })

  it('give few different figures a class each, over the whole range of shades', () => {
    expect(classesOf([3, 3, 3])).toEqual([{ from: 3, to: 3, shade: 3 }])
    expect(classesOf([0, 7, 0])).toEqual([
      { from: 0, to: 0, shade: 1 },
      { from: 7, to: 7, shade: 5 },
    ])
    expect(classesOf([5, 1, 4, 2, 3]).map(it => it.shade)).toEqual([1, 2, 3, 4, 5])
  })

  it('are five of about as many figures each', () => {
    const values = Array.from({ length: 100 }, (_, index) => index)
    expect(classesOf(values).map(it => [it.from, it.to])).toEqual([
      [0, 19],
      [20, 39],
      [40, 59],
      [60, 79],
      [80, 99],
    ])
  })

  it('keep equal figures together and never overlap', () => {
    const values = [...Array.from({ length: 80 }, () => 0), 1, 2, 3, 4, 5, 6, 100]
    const found = classesOf(values)
    expect(found.length).toBeLessThanOrEqual(5)
    expect(found[0]).toEqual({ from: 0, to: 0, shade: 1 })
    for (const [index, it] of found.entries()) if (index > 0) expect(it.from).toBeGreaterThan(found[index - 1]?.to ?? 0)
    for (const value of values) expect(classFor(value, found)).toBeDefined()
  })

  it('take figures below nought', () => {
    const found = classesOf([-55, -3, 0, 2, 9, 452])
    expect(found[0]?.from).toBe(-55)
    expect(found.at(-1)?.to).toBe(452)
    expect(classFor(-3, found)).toBeDefined()
    expect(classFor(null, found)).toBeUndefined()
  })
})
