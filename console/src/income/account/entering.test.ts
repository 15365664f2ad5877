import { describe, expect, test } from 'vitest'
import type { Problem, S } from '../../api/client'
import { current, enteredIn, lineAsked, refused, takenBack, totalAsked, unknownLines, unknownOf, valuesOf } from './entering'

function line(name: string, given: Partial<S['IncomeLineView']> = {}): S['IncomeLineView'] {
  return {
    line: name, component: 'operating', zh: `${name}收入`, en: name, counts: true, switch_is_default: false, asked: false,
    rows: [], payments: [], entries: [], ...given,
  }
}

function entry(given: Partial<S['IncomeEntryView']>): S['IncomeEntryView'] {
  return { period: '2023-09', months: 12, fen: 100, kind: 'said', source: '户主', by: '甲', at: '2023-10-08T01:00:00Z', ...given }
}

const account: S['IncomeAccountView'] = {
  household: 7, household_no: '1', householder: '甲', village: '乙村', period: '2023-09', months: 12,
  period_zh: '2022-10至2023-09', evidence: '2023-09', outdated: false, village_accounts: 0, findings: [],
  components: [
    { component: 'wage', zh: '工资性收入', en: 'Wages', state: 'total', fen: 900, lines: 0, total: 900, total_from: 'national', exceeds_total: false },
    { component: 'operating', zh: '生产经营性收入', en: 'Operating', state: 'open', lines: 100, exceeds_total: false },
    { component: 'property', zh: '财产性收入', en: 'Property', state: 'lines', fen: 0, lines: 0, exceeds_total: false },
  ],
  lines: [
    line('wage', { component: 'wage' }),
    line('种植', { asked: true }),
    line('养殖', { fen: 100, from: 'said', entries: [entry({})] }),
    line('林果', { asked: true }),
  ],
}

describe('what is asked', () => {
  test('is what nobody knows, and the total instead of it', () => {
    const parts = unknownOf(account)
    expect(parts.map(it => it.component.component)).toEqual(['operating'])
    expect(parts[0]?.asked.map(it => [it.line, it.isTotal])).toEqual([['种植', false], ['林果', false], ['operating', true]])
    expect(unknownLines(account)).toBe(2)
  })

  test('says what is known already, and whether it can be taken back', () => {
    expect(lineAsked(account.lines[2]!, account)).toMatchObject({ known: { fen: 100, from: 'said' }, canTakeBack: true })
    expect(lineAsked(line('x', { fen: 5, from: 'feed' }), account)).toMatchObject({ canTakeBack: false })
    expect(totalAsked(account.components[0]!)).toMatchObject({ known: { fen: 900, from: 'national' }, canTakeBack: false })
    const said = totalAsked({ ...account.components[0]!, total_from: 'said' })
    expect(said.canTakeBack).toBe(true)
  })

  test('is looked at again as the account has it now', () => {
    const before = { ...lineAsked(account.lines[1]!, account), known: undefined }
    const now = { ...account, lines: [line('种植', { fen: 300, from: 'said', entries: [entry({ fen: 300 })] })] }
    expect(current(before, now)).toMatchObject({ line: '种植', known: { fen: 300, from: 'said' }, canTakeBack: true })
    expect(current(totalAsked(account.components[1]!), account)).toMatchObject({ line: 'operating', isTotal: true })
    expect(current(before, { ...account, lines: [] })).toBe(before)
  })

  test('knows the newest entry of some months', () => {
    const entries = [entry({ fen: 1 }), entry({ fen: 2 }), entry({ period: '2023-09', months: 3, fen: 3 })]
    expect(enteredIn(line('x', { entries }), '2023-09', 12)?.fen).toBe(2)
    expect(enteredIn(line('x', { entries }), '2023-09', 3)?.fen).toBe(3)
    expect(enteredIn(line('x', { entries: [...entries, entry({ fen: null })] }), '2023-09', 12)).toBeUndefined()
  })
})

describe('what is sent', () => {
  test('are the fields that were filled in, with what they rest on', () => {
    expect(valuesOf({ a: ' 1200.5 ', b: '', c: undefined, d: '0' }, { kind: 'said', source: ' 户主 ', reason: ' ' })).toEqual([
      { line: 'a', yuan: '1200.5', kind: 'said', source: '户主', reason: undefined },
      { line: 'd', yuan: '0', kind: 'said', source: '户主', reason: undefined },
    ])
    expect(takenBack('a', { kind: 'said', reason: '填错户' })).toEqual({ line: 'a', kind: 'said', source: '', reason: '填错户' })
  })

  test('is refused at the field the answer names', () => {
    const problem = (code: string, detail: string): Problem => ({ code, detail, status: 422, title: '', type: '' })
    const asked = [...(unknownOf(account)[0]?.asked ?? [])]
    expect(refused(problem('income.value', '林果收入：说明和理由最多200字'), asked)).toBe('林果')
    expect(refused(problem('income.value', '生产经营性收入合计：不小于零'), asked)).toBe('operating')
    expect(refused(problem('income.reason_needed', '林果收入 已有数'), asked)).toBeUndefined()
  })
})
