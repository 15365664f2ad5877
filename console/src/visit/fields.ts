// The form of a visit as it goes to the server: flat, so that two telephones can fill it together.
import type { S } from '../api/client'

/** What can be filled in. Absent is not filled in yet; `null` was taken out again. */
export interface Fields {
  /** 走访日期. */
  on?: string | null
  finding?: S['Finding'] | null
  summary?: string | null
  causes?: S['RiskCause'][] | null
  /** 分. */
  net_income_per_capita?: number | null
  education?: boolean | null
  medical?: boolean | null
  housing?: boolean | null
  water?: boolean | null
  has_labor?: boolean | null
  income_stable_months?: number | null
  rigid_expenditure_solved?: boolean | null
}

export type FieldName = keyof Fields

export type Kind = S['VisitKind']

/** 三保障和饮水安全. */
export const guarantees = ['education', 'medical', 'housing', 'water'] as const

/** The fields of a kind of visit, in the order they are asked in. */
export const fieldsOf: Record<Kind, FieldName[]> = {
  verify_home: [
    'on', 'finding', 'summary', 'causes', ...guarantees, 'has_labor', 'net_income_per_capita', 'income_stable_months',
    'rigid_expenditure_solved',
  ],
  follow_up: ['on', 'summary'],
}

const needed: Record<Kind, FieldName[]> = {
  verify_home: ['on', 'finding', 'summary', ...guarantees, 'has_labor'],
  follow_up: ['on', 'summary'],
}

/** What has to be asked beside a risk, as the interface describes it. */
export function besides(risk: S['Risk']): { detail: boolean; remark: boolean } {
  return { detail: risk === 'natural_disaster', remark: risk === 'natural_disaster' || risk === 'other' }
}

/** The fields without which the form is not complete, in the order they are asked in. */
export function missing(kind: Kind, fields: Fields): FieldName[] {
  const empty = (name: FieldName) => fields[name] == null || fields[name] === '' || String(fields[name]).trim() === ''
  const halfSaid = (fields.causes ?? []).some(it => {
    const asks = besides(it.risk)
    return (asks.detail && !it.detail?.trim()) || (asks.remark && !it.remark?.trim())
  })
  return fieldsOf[kind].filter(it => (needed[kind].includes(it) && empty(it)) || (it === 'causes' && halfSaid))
}

/** Whether two values of a field are the same, however their parts are ordered. */
export function same(one: unknown, other: unknown): boolean {
  if (one == null || other == null) return one == other
  if (typeof one !== 'object' || typeof other !== 'object') return one === other
  const left = Object.entries(one).filter(([, it]) => it != null)
  const right = new Map(Object.entries(other).filter(([, it]) => it != null))
  return left.length === right.size && left.every(([name, it]) => same(it, right.get(name)))
}
