import type { S } from '../../api/client'
import type { FieldName, Fields } from '../fields'

/** Words a value is told in. */
export interface ValueWords {
  sound: string
  notSound: string
  yes: string
  no: string
  solved: string
  notSolved: string
  yuan: string
  months: string
  findings: object
  risks: object
}

/** A value of the form as people read it. */
export function inWords(name: FieldName, value: Fields[FieldName], words: ValueWords): string {
  if (value == null || value === '') return '—'
  const of = (list: object, code: unknown) => (list as Record<string, string>)[String(code)] ?? '—'
  switch (name) {
    case 'finding':
      return of(words.findings, value)
    case 'education':
    case 'medical':
    case 'housing':
    case 'water':
      return value ? words.sound : words.notSound
    case 'has_labor':
      return value ? words.yes : words.no
    case 'rigid_expenditure_solved':
      return value ? words.solved : words.notSolved
    case 'net_income_per_capita':
      return `${(Number(value) / 100).toFixed(2)} ${words.yuan}`
    case 'income_stable_months':
      return `${Number(value)} ${words.months}`
    case 'causes':
      return causesInWords(value as S['RiskCause'][], it => of(words.risks, it))
    default:
      return String(value)
  }
}

function causesInWords(causes: S['RiskCause'][], riskWord: (risk: S['Risk']) => string): string {
  const told = causes.map(it => [riskWord(it.risk), it.detail, it.remark].filter(Boolean).join('，'))
  return told.join('；') || '—'
}
