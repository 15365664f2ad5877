// The report of a 试算 job. A field that the server adds to it does not compile until it is read here.
import type { S } from '../api/client'
import { byName, integer, list, maybe, shape, string, Unreadable, type Reader } from './reader'

export type Side = S['SimulatedSide']
export type Area = S['SimulatedArea']
export type TrialRule = S['SimulatedRule']
export type TrialBenefit = S['SimulatedBenefit']
export type TrialHousehold = S['SimulatedHousehold']
export type Simulation = S['Simulation']

const side: Reader<Side> = shape({
  classes: byName(integer),
  visits: integer,
  found_true: integer,
  found_untrue: integer,
  untold: integer,
  missed: integer,
  hit_rate_basis_points: maybe(integer),
  alarms: integer,
})

const area: Reader<Area> = shape({
  region: string,
  name: string,
  level: string,
  month: string,
  now: side,
  tried: side,
  more: integer,
  fewer: integer,
})

const change: Reader<S['ChangeView']> = shape({ kind: string, name: string, zh: string, words: string })

const rule: Reader<TrialRule> = shape({
  rule: string,
  title: string,
  findings_now: integer,
  findings_tried: integer,
  visits_now: integer,
  visits_tried: integer,
})

const benefit: Reader<TrialBenefit> = shape({
  benefit: string,
  zh: string,
  entitled_now: integer,
  entitled_tried: integer,
  amount_now: integer,
  amount_tried: integer,
})

const household: Reader<TrialHousehold> = shape({
  household: integer,
  month: string,
  village: string,
  class_now: maybe(string),
  class_tried: maybe(string),
  rules_now: list(string),
  rules_tried: list(string),
  finding: maybe(string),
})

const simulation: Reader<Simulation> = shape({
  region: string,
  months: list(string),
  packs_now: string,
  packs_tried: string,
  changes: list(change),
  total: area,
  areas: list(area),
  rules: list(rule),
  benefits: list(benefit),
  households: list(household),
  households_changed: integer,
  notes: list(string),
})

const failure = shape({ error: string })

/** The report, or none when it was written by a version that counted otherwise. */
export function readSimulation(result: unknown): Simulation | undefined {
  return attempt(() => simulation(result))
}

/** Why a job failed, in the server's words. */
export function readFailure(result: unknown): string | undefined {
  return attempt(() => failure(result).error)
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof Unreadable) return undefined
    throw error
  }
}

/** The areas of a level inside a region, months added up unless one is asked for. */
export function areasIn(all: Area[], level: string, within: string, month?: string): Area[] {
  const summed = new Map<string, Area>()
  for (const it of all) {
    if (it.level !== level || !it.region.startsWith(within) || (month && it.month !== month)) continue
    const before = summed.get(it.region)
    summed.set(it.region, before ? { ...it, month: '', now: add(before.now, it.now), tried: add(before.tried, it.tried), more: before.more + it.more, fewer: before.fewer + it.fewer } : it)
  }
  return [...summed.values()]
}

function add(one: Side, other: Side): Side {
  const names = new Set([...Object.keys(one.classes), ...Object.keys(other.classes)])
  const told = one.found_true + other.found_true + one.found_untrue + other.found_untrue
  return {
    classes: Object.fromEntries([...names].map(it => [it, (one.classes[it] ?? 0) + (other.classes[it] ?? 0)])),
    visits: one.visits + other.visits,
    found_true: one.found_true + other.found_true,
    found_untrue: one.found_untrue + other.found_untrue,
    untold: one.untold + other.untold,
    missed: one.missed + other.missed,
    hit_rate_basis_points: told > 0 ? Math.floor(((one.found_true + other.found_true) * 10_000) / told) : null,
    alarms: one.alarms + other.alarms,
  }
}
