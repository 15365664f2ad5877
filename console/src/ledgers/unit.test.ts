import { expect, test } from 'vitest'
import type { S } from '../api/client'
import { grouped, unitOf } from './unit'

const field = (it: Partial<S['FieldView']>): S['FieldView'] => ({
  name: 'x', zh: '金额', en: 'Amount', type: 'money', codes: [],
  required: false, computed: false, personal: false, fixed: false, otherwise: false, levels: [], ...it,
})

test('amounts have their thousands apart', () => {
  expect(grouped('1234567.5')).toBe('1,234,567.5')
  expect(grouped('-1234')).toBe('-1,234')
  expect(grouped('999')).toBe('999')
  expect(grouped('12345678901234567890.12')).toBe('12,345,678,901,234,567,890.12')
  expect(grouped('')).toBe('')
  expect(grouped('约一百')).toBe('约一百')
})

test('a unit is said once', () => {
  expect(unitOf(field({}), 'zh')).toBe('元')
  expect(unitOf(field({}), 'en')).toBe('yuan')
  expect(unitOf(field({ zh: '贷款金额（元）' }), 'zh')).toBeUndefined()
  expect(unitOf(field({ zh: '贷款金额（元）' }), 'en')).toBe('yuan')
  expect(unitOf(field({ type: 'decimal', unit: '亩' }), 'en')).toBe('亩')
  expect(unitOf(field({ type: 'decimal', unit: '%', zh: '年利率（%）' }), 'zh')).toBeUndefined()
  expect(unitOf(field({ type: 'text' }), 'zh')).toBeUndefined()
})
