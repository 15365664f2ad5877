import { describe, expect, test } from 'vitest'
import { apart, changed, filledFrom, joined, type Values } from './values'

const was: Values = {
  name: { zh: '核桃初加工', en: '核桃初加工', value: '核桃初加工', masked: false },
  budget: { zh: '120000.5', en: '120000.5', value: '120000.5', masked: false },
  kind: { zh: '产业', en: 'Industry', value: 'industry', masked: false },
  place: { zh: '', en: '', value: null, masked: false },
  phone: { zh: '138****0000', en: '138****0000', value: null, masked: true },
}
const names = Object.keys(was)

describe('a form', () => {
  test('begins with what is there, and with nothing of what is masked', () => {
    expect(filledFrom(names, was)).toEqual({
      name: '核桃初加工', budget: '120000.5', kind: 'industry', place: undefined, phone: undefined,
    })
    expect(filledFrom(['name'], undefined)).toEqual({ name: undefined })
  })

  test('sends nothing when nothing was changed', () => {
    expect(changed(filledFrom(names, was), was)).toEqual({})
  })

  test('sends what was changed, and an empty text for what was cleared', () => {
    const filled = { ...filledFrom(names, was), name: ' 核桃深加工 ', kind: undefined, place: '' }
    expect(changed(filled, was)).toEqual({ name: '核桃深加工', kind: '' })
  })

  test('leaves what is masked as it is until something is written or it is cleared', () => {
    expect(changed({ phone: '13900000000' }, was)).toEqual({ phone: '13900000000' })
    expect(changed({ phone: '' }, was)).toEqual({ phone: '' })
    expect(changed({ phone: undefined }, was)).toEqual({})
  })

  test('sends amounts as they were written', () => {
    expect(changed({ budget: '0.1' }, undefined)).toEqual({ budget: '0.1' })
    expect(changed({ budget: '12345678901234567.89' }, was)).toEqual({ budget: '12345678901234567.89' })
  })

  test('of something new sends what was filled in', () => {
    expect(changed({ name: '甲', place: '', kind: undefined, unit: '   ' }, undefined)).toEqual({ name: '甲' })
  })
})

describe('several codes', () => {
  test('are one text', () => {
    expect(joined(['shares', 'orders'])).toBe('shares,orders')
    expect(joined([])).toBeUndefined()
    expect(apart('shares,orders')).toEqual(['shares', 'orders'])
    expect(apart(undefined)).toEqual([])
    expect(apart('')).toEqual([])
  })
})
