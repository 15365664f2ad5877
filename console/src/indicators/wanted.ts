import type { S } from '../api/client'

const signs: Record<string, string> = { '>=': '≥', '<=': '≤' }

/** What a plan wants, as it is printed, with the sign it is compared by and its unit. */
export function wantedText({ comparator, wanted, unit, firmness }: S['TargetView']): string {
  if (wanted == null) return ''
  // A word of the plan is compared by the test that stands beside it.
  const isNumber = /^[\d.]/.test(wanted)
  const sign = isNumber && comparator && comparator !== '=' ? (signs[comparator] ?? comparator) : ''
  return `${sign}${wanted}${isNumber && unit ? ` ${unit}` : ''}${firmness ? `（${firmness}）` : ''}`
}
