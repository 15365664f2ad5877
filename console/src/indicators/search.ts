import type { S } from '../api/client'

/** What the address of the pages of targets and indicators says. */
export interface TargetSearch {
  /** Statistical code of a province, prefecture or county. */
  region?: string
  /** The month targets are judged in, as `2023-10`; the present one when absent. */
  month?: string
  /** The values as they were known at the end of this day; as they are known now when absent. */
  as_of?: string
  /** Targets of one light only. */
  light?: Light
  /** Only what is behind and has no task. */
  todo?: boolean
  /** Something that is being entered or begun. */
  form?: 'task' | 'value' | 'evaluation'
  /** The period whose earlier numbers are looked at. */
  said?: string
  /** How many households of a number were left out from the beginning. */
  after?: number
}

export const lights = ['green', 'yellow', 'red', 'grey'] as const
export type Light = (typeof lights)[number]

/** What of an address other pages of the same region, month and day take over. */
export function carried({ region, month, as_of }: TargetSearch): Partial<TargetSearch> {
  return { region, month, as_of }
}

type Target = S['TargetView']

/** The targets that are asked for. */
export function narrowed(targets: Target[], { light, todo }: TargetSearch): Target[] {
  return targets.filter(it => (!light || it.light === light) && (!todo || it.needs_task))
}

/** How many targets have each light. Lines that state a base only are none. */
export function countLights(targets: Target[]): Record<Light, number> {
  const counts: Record<Light, number> = { green: 0, yellow: 0, red: 0, grey: 0 }
  for (const it of targets) {
    if (it.wanted != null && it.light in counts) counts[it.light as Light] += 1
  }
  return counts
}

/** A chapter of a plan with its targets, in the order of the plan. */
export interface Chapter {
  plan: string
  chapter: string
  targets: Target[]
}

/** The targets by plan and chapter. */
export function byChapter(targets: Target[]): Chapter[] {
  const found: Chapter[] = []
  for (const it of targets) {
    const known = found.find(one => one.plan === it.plan && one.chapter === it.chapter)
    if (known) known.targets.push(it)
    else found.push({ plan: it.plan, chapter: it.chapter, targets: [it] })
  }
  return found
}

/** The month a period of one month is asked for by; nothing for other periods. */
export function monthOf(period: string | null | undefined): string | undefined {
  return period && /^\d{4}-\d{2}$/.test(period) ? period : undefined
}
