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
