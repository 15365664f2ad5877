// @vitest-environment node
import { expect, test } from 'vitest'
import { missing, same } from './fields'
import { whole } from './book/testing'

test('a form says what it still lacks, in the order it is asked in', () => {
  const all = ['on', 'finding', 'summary', 'education', 'medical', 'housing', 'water', 'has_labor']
  expect(missing('verify_home', {})).toEqual(all)
  expect(missing('verify_home', { ...whole, summary: '  ', has_labor: null })).toEqual(['summary', 'has_labor'])
  expect(missing('verify_home', whole)).toEqual([])
  expect(missing('follow_up', { on: '2026-11-22' })).toEqual(['summary'])
})

test('“no” is an answer', () => {
  expect(missing('verify_home', { ...whole, water: false, income_stable_months: 0 })).toEqual([])
})

test('a risk is said with what is asked beside it', () => {
  expect(missing('verify_home', { ...whole, causes: [{ risk: 'illness' }] })).toEqual([])
  expect(missing('verify_home', { ...whole, causes: [{ risk: 'natural_disaster', detail: '冰雹' }] })).toEqual(['causes'])
  expect(missing('verify_home', { ...whole, causes: [{ risk: 'other', remark: '有' }] })).toEqual([])
})

test('values are the same whatever order their parts are in, and nothing is nothing', () => {
  expect(same([{ risk: 'other', remark: 'x' }], [{ remark: 'x', detail: null, risk: 'other' }])).toBe(true)
  expect(same(undefined, null)).toBe(true)
  expect(same(false, null)).toBe(false)
  expect(same([{ risk: 'other' }], [])).toBe(false)
  expect(same('a', 'b')).toBe(false)
})
