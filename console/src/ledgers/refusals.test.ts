import { describe, expect, test } from 'vitest'
import type { Problem } from '../api/client'
import { partOf, sorted, type Refusal } from './refusals'

const problem = (refusals: Refusal[], code = 'ledger.refused'): Problem => ({
  type: `urn:shouwang:${code}`, title: '内容有误', status: 422, detail: '……', code, refusals,
})
const refusal = (field: string | null, zh: string): Refusal => ({ code: 'value', field, must: null, zh, en: zh })

describe('what is refused', () => {
  test('stands at the fields that are shown, the rest above them', () => {
    const [one, two] = [refusal('name', '一'), refusal('name', '二')]
    const [hidden, rule] = [refusal('paid', '三'), refusal(null, '四')]
    const { fields, rest } = sorted(problem([one, two, hidden, rule]), ['name', 'year'])
    expect(fields).toEqual([['name', [one, two]]])
    expect(rest).toEqual([hidden, rule])
  })

  test('is nothing when nothing is refused', () => {
    expect(sorted(null, ['name'])).toEqual({ fields: [], rest: [] })
  })

  test('may be about the reason or the region', () => {
    expect(partOf(problem([], 'ledger.no_reason'))).toBe('reason')
    expect(partOf(problem([], 'ledger.wrong_region'))).toBe('region')
    expect(partOf(problem([]))).toBeUndefined()
    expect(partOf(null)).toBeUndefined()
  })
})
