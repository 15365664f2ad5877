// The area of an event as the form has it, and as the server wants it.
import type { S } from '../api/client'

export interface Filled {
  areas?: string[]
  village?: string
  groups?: string
}

/** Whole regions, and groups of one village by name. */
export function areasOf({ areas = [], village, groups }: Filled): S['NewEventArea'][] {
  const names = (groups ?? '').split(/[、,，;；\s]+/u).filter(Boolean)
  const whole = areas.map(region => ({ region }))
  if (!village) return whole
  const own = names.length > 0 ? names.map(group => ({ region: village, group })) : [{ region: village }]
  return [...whole, ...own]
}

/** Yuan as people type it, in fen; undefined when it is no amount. */
export function fenOf(yuan: string | undefined): number | undefined {
  const text = yuan?.trim()
  if (!text) return undefined
  const found = /^(\d{1,11})(?:\.(\d{1,2}))?$/.exec(text)
  if (!found) return Number.NaN
  return Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
}
