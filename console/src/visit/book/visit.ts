// One visit on this telephone, and the bookkeeping of its changes. Nothing here stores or sends.
//
// Changes go to the server as updates on a branch. A branch begins at a version of the server, its
// trunk, and its updates have places 0, 1, 2 … in it. An update is cut and stored before it is sent,
// so that it is sent again unchanged when no answer came, and the server counts it once. When
// everything was counted and nothing was changed meanwhile, the next branch begins at the version
// the server answered with. While something of one's own is still to come the branch goes on: its
// trunk says what had been seen when it was written.
import type { S } from '../../api/client'
import { same, type FieldName, type Fields, type Kind } from '../fields'
import { newId } from '../ids'

/** Whose visit it is, with what is needed at the door. */
export type Household = Omit<S['VisitDue'], 'begun'>

/** Changes as they are sent, without what all updates of a visit share. */
export interface Update {
  id: string
  branch: string
  trunk: number
  place: number
  fields: Fields
  submits: boolean
}

/** How the visit stands on the server. */
export interface Seen {
  version: number
  state: string
  problem: string | null
  conflicts: S['VisitConflict'][]
}

export interface Visit {
  visit: string
  household: Household
  /** As the form shows them. */
  fields: Fields
  /** As the server last had them. */
  base: Fields
  branch: string
  trunk: number
  /** Place of the next update. */
  next: number
  /** Updates the server has not counted yet. */
  outbox: Update[]
  /** Somebody said the form is complete. */
  complete: boolean
  /** An update that says so has been cut. */
  submitted: boolean
  /** The server keeps an update until those before it arrive. */
  held: boolean
  /** Why the server would not take an update. */
  problem: string | null
  seen: Seen | null
  /** It is no longer among what is to be visited. */
  gone: boolean
  /** Recorded without what was written here last. */
  late: boolean
  /** The day it was recorded or ceased to be due. */
  ended: string | null
}

export type VisitState = 'empty' | 'unsent' | 'sent' | 'waiting' | 'conflict' | 'refused' | 'recorded' | 'gone'

/** Which to-do a visit answers. */
export function keyOf(it: { case: number; kind: Kind }): string {
  return `${it.case}-${it.kind}`
}

/** Begins a visit, or joins the one that was begun elsewhere. */
export function begin(due: S['VisitDue']): Visit {
  const { begun, ...household } = due
  const view = begun?.kind === due.kind ? begun : undefined
  const fields = view ? fieldsIn(view) : {}
  return {
    visit: view?.visit ?? newId(),
    household,
    fields,
    base: fields,
    branch: newId(),
    trunk: view?.version ?? 0,
    next: 0,
    outbox: [],
    complete: false,
    submitted: false,
    held: false,
    problem: null,
    seen: view ? seenIn(view) : null,
    gone: false,
    late: false,
    ended: null,
  }
}

/** Writes into the form. */
export function change(visit: Visit, fields: Fields): Visit {
  return { ...visit, fields: { ...visit.fields, ...fields } }
}

/** Whether something has not reached the server. */
export function isPending(visit: Visit): boolean {
  return visit.outbox.length > 0 || (visit.complete && !visit.submitted) || !isEmpty(own(visit))
}

/** Whether the form can still be written into. */
export function isOpen(visit: Visit): boolean {
  return !visit.complete && (visit.seen?.state ?? 'open') === 'open' && !visit.gone
}

export function stateOf(visit: Visit): VisitState {
  if (visit.seen?.state === 'recorded') return 'recorded'
  if (visit.problem) return 'refused'
  if (visit.seen?.state === 'refused' || visit.seen?.state === 'conflict') return visit.seen.state
  if (visit.outbox.length > 0 && visit.held) return 'waiting'
  if (isPending(visit)) return 'unsent'
  if (visit.gone) return 'gone'
  return visit.seen ? 'sent' : 'empty'
}

/** Makes an update of what has changed since the last one. */
export function cut(visit: Visit): Visit {
  const submits = visit.complete && !visit.submitted
  const fields = own(visit)
  if (isEmpty(fields) && !submits) return visit
  const update: Update = { id: newId(), branch: visit.branch, trunk: visit.trunk, place: visit.next, fields, submits }
  return {
    ...visit,
    next: visit.next + 1,
    outbox: [...visit.outbox, update],
    submitted: visit.submitted || submits,
  }
}

/** Takes what the server answered to updates. */
export function answered(visit: Visit, answers: S['VisitUpdateDone'][], today: string): Visit {
  const of = answers.filter(it => visit.outbox.some(update => update.id === it.id))
  if (of.length === 0) return visit
  const counted = of.filter(it => it.became === 'applied').map(it => it.id)
  const views = of.flatMap(it => it.visit ?? [])
  views.sort((one, other) => one.version - other.version)
  const latest = views[views.length - 1]
  const told = {
    ...visit,
    held: of.some(it => it.became === 'held'),
    problem: of.find(it => it.became === 'refused')?.problem ?? null,
  }
  return latest ? meet(told, latest, today, counted) : told
}

/** Takes what the server has of the visit. What was changed here and not counted yet stays. */
export function meet(visit: Visit, view: S['VisitView'], today: string, counted: string[] = []): Visit {
  if (visit.visit === view.visit && visit.seen && view.version < visit.seen.version) return visit
  const mine = own(visit)
  const outbox = visit.outbox.filter(it => !counted.includes(it.id))
  const clean = outbox.length === 0 && isEmpty(mine)
  if (view.state === 'recorded') return recorded(visit, view, !clean, today)
  const base = fieldsIn(view)
  return {
    ...visit,
    base,
    fields: { ...base, ...sum(outbox), ...mine },
    outbox,
    // The server forgot to make a complete visit an action: it is asked once more.
    submitted: visit.submitted && (outbox.length > 0 || view.state !== 'open'),
    seen: seenIn(view),
    gone: false,
    ended: null,
    ...(clean ? { branch: newId(), trunk: view.version, next: 0 } : {}),
  }
}

/** Joins the visit that was begun elsewhere to one begun here that the server has not seen. It was
 * written without having seen the other one, so it stays a branch from the very beginning. */
export function join(visit: Visit, view: S['VisitView'], today: string): Visit {
  return meet({ ...visit, visit: view.visit, branch: newId(), trunk: 0, next: 0, seen: null }, view, today)
}

/** Takes note that it is no longer among what is to be visited. */
export function leave(visit: Visit, today: string): Visit {
  if (visit.ended || isPending(visit)) return { ...visit, gone: true }
  return { ...visit, ...emptied(visit), gone: true, ended: today }
}

/** What the case's own file keeps now does not stay on the telephone. */
function recorded(visit: Visit, view: S['VisitView'], late: boolean, today: string): Visit {
  const seen = { ...seenIn(view), conflicts: [] }
  const ended = visit.ended ?? today
  return { ...visit, ...emptied(visit), seen, late, outbox: [], held: false, problem: null, ended }
}

function emptied(visit: Visit): Pick<Visit, 'fields' | 'base' | 'household'> {
  return { fields: {}, base: {}, household: { ...visit.household, members: [], reasons: [] } }
}

/** What was changed here and is in no update yet. */
function own(visit: Visit): Fields {
  const known: Fields = { ...visit.base, ...sum(visit.outbox) }
  const names = [...Object.keys(known), ...Object.keys(visit.fields)] as FieldName[]
  const changed = names.filter(it => !same(known[it], visit.fields[it]))
  return Object.fromEntries(changed.map(it => [it, visit.fields[it] ?? null]))
}

function sum(updates: Update[]): Fields {
  return updates.reduce<Fields>((all, it) => ({ ...all, ...it.fields }), {})
}

function isEmpty(fields: Fields): boolean {
  return Object.keys(fields).length === 0
}

function fieldsIn(view: S['VisitView']): Fields {
  return view.fields as Fields
}

function seenIn(view: S['VisitView']): Seen {
  return { version: view.version, state: view.state, problem: view.problem ?? null, conflicts: view.conflicts }
}
