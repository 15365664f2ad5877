// What the server refuses, put where it is to be mended.
import type { Problem, S } from '../api/client'

export type Refusal = S['Refusal']

/** What stands in the way, by the field of the form it is about; the rest stands above the form. */
export interface Sorted {
  fields: [string, Refusal[]][]
  rest: Refusal[]
}

/** Sorts the refusals of a problem by the fields that a form shows. */
export function sorted(problem: Problem | null | undefined, shown: string[]): Sorted {
  const fields = new Map<string, Refusal[]>()
  const rest: Refusal[] = []
  for (const it of problem?.refusals ?? []) {
    if (it.field && shown.includes(it.field)) fields.set(it.field, [...(fields.get(it.field) ?? []), it])
    else rest.push(it)
  }
  return { fields: [...fields], rest }
}

/** The part of the form that a problem without refusals is about: a reason or a region. */
export function partOf(problem: Problem | null | undefined): 'reason' | 'region' | undefined {
  if (problem?.code === 'ledger.no_reason') return 'reason'
  if (problem?.code === 'ledger.wrong_region') return 'region'
  return undefined
}
