// The list as people go through it: where to go, what is filled in, what is done.
import type { S } from '../../api/client'
import type { Contents } from '../book/book'
import { begin, isOpen, keyOf, stateOf, type Household, type Visit, type VisitState } from '../book/visit'

export interface Item {
  key: string
  household: Household
  /** Begun on this telephone, or as it was begun elsewhere. */
  visit: Visit
  state: VisitState
  /** Begun on another telephone, and not touched on this one. */
  elsewhere: boolean
}

export interface Items {
  toVisit: Item[]
  finished: Item[]
  ended: Item[]
}

/** Sorts what is to be visited, the first day first. */
export function itemsOf({ due, visits }: Pick<Contents, 'due' | 'visits'>): Items {
  const untouched = due.filter(it => !visits.has(keyOf(it))).map(it => itemOf(begin(it), it.begun))
  const all = [...untouched, ...[...visits.values()].map(it => itemOf(it, null))]
  all.sort((one, other) => (one.household.due ?? '9').localeCompare(other.household.due ?? '9'))
  const ended = all.filter(it => it.state === 'recorded' || it.state === 'gone')
  const toVisit = all.filter(it => !ended.includes(it) && isOpen(it.visit))
  return { toVisit, finished: all.filter(it => !ended.includes(it) && !toVisit.includes(it)), ended }
}

function itemOf(visit: Visit, begun: S['VisitDue']['begun']): Item {
  return { key: keyOf(visit.household), household: visit.household, visit, state: stateOf(visit), elsewhere: !!begun }
}
