// The visits of this telephone, in memory and in their keep. Every change is on its way to the keep
// before the next key is pressed.
import type { S } from '../../api/client'
import type { Fields } from '../fields'
import { newId } from '../ids'
import type { Staff } from '../server'
import type { Keep } from '../store/keep'
import { begin, change, isPending, join, keyOf, leave, meet, type Visit } from './visit'

/** Who the visits belong to. */
export type Owner = Pick<Staff, 'account' | 'name' | 'region_name'>

/** What pages show. A new one with every change. */
export interface Contents {
  owner: Owner
  due: S['VisitDue'][]
  visits: Map<string, Visit>
  /** When the list was read last. */
  readAt: number | null
  /** Something is still on its way to the keep. */
  saving: boolean
  /** The keep does not take any more. */
  full: boolean
}

interface List {
  due: S['VisitDue'][]
  readAt: number | null
}

export class Book {
  #contents: Contents
  #listeners = new Set<() => void>()
  /** The name each visit is kept under; it says nothing about the household. */
  #names = new Map<string, string>()
  #unsaved = new Set<string>()
  #writing: Promise<void> | undefined
  #closed = false

  private constructor(
    readonly keep: Keep,
    contents: Contents,
  ) {
    this.#contents = contents
  }

  /** Opens what is kept; `owner` begins a new book. */
  static async open(keep: Keep, owner?: Owner): Promise<Book> {
    if (owner) await keep.write('owner', owner)
    const kept = owner ?? (await keep.read<Owner>('owner')) ?? { account: '', name: '', region_name: '' }
    const list = (await keep.read<List>('list')) ?? { due: [], readAt: null }
    const book = new Book(keep, { owner: kept, ...list, visits: new Map(), saving: false, full: false })
    for (const name of await keep.names()) {
      if (!name.startsWith('visit/')) continue
      const visit = await keep.read<Visit>(name)
      if (!visit) continue
      book.#names.set(keyOf(visit.household), name)
      book.#contents.visits.set(keyOf(visit.household), visit)
    }
    return book
  }

  contents = (): Contents => this.#contents

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Writes into the form of a to-do; its visit begins with the first word. */
  write(key: string, fields: Fields): void {
    const due = this.#contents.due.find(it => keyOf(it) === key)
    const visit = this.#contents.visits.get(key) ?? (due && begin(due))
    if (visit) this.#set(key, change(visit, fields))
  }

  /** Does something to a visit that has begun. */
  alter(key: string, how: (visit: Visit) => Visit): void {
    const visit = this.#contents.visits.get(key)
    const next = visit && how(visit)
    if (next !== visit) this.#set(key, next)
  }

  /** Forgets a visit of this telephone. What the server has of it stays there. */
  forget(key: string): void {
    this.#set(key, undefined)
  }

  /** Takes the list of what is to be visited as the server has it now. */
  takeList(due: S['VisitDue'][], today: string, now: number): void {
    this.#change({ due, readAt: now })
    this.#later('list')
    for (const it of due) {
      const visit = this.#contents.visits.get(keyOf(it))
      if (visit) this.#set(keyOf(it), matched(visit, it, today))
    }
    const keys = new Set(due.map(keyOf))
    for (const [key, visit] of this.#contents.visits) {
      if (keys.has(key)) continue
      this.#set(key, visit.ended && visit.ended !== today ? undefined : leave(visit, today))
    }
  }

  /** Waits until everything is kept; tells whether it is. */
  async kept(): Promise<boolean> {
    if (this.#unsaved.size > 0) this.#writing ??= this.#write()
    await this.#writing
    return !this.#contents.full
  }

  /** Keeps nothing any more: what is kept is about to be wiped. */
  close(): void {
    this.#closed = true
  }

  #set(key: string, visit: Visit | undefined): void {
    const visits = new Map(this.#contents.visits)
    if (visit) visits.set(key, visit)
    else visits.delete(key)
    this.#change({ visits })
    this.#later(key)
  }

  #change(some: Partial<Contents>): void {
    this.#contents = { ...this.#contents, ...some }
    for (const it of this.#listeners) it()
  }

  #later(key: string): void {
    this.#unsaved.add(key)
    this.#writing ??= this.#write()
  }

  async #write(): Promise<void> {
    this.#change({ saving: true })
    const failed: string[] = []
    while (this.#unsaved.size > 0) {
      const [key] = this.#unsaved
      if (key === undefined) break
      this.#unsaved.delete(key)
      try {
        await this.#writeOne(key)
      } catch {
        failed.push(key)
      }
    }
    for (const it of failed) this.#unsaved.add(it)
    this.#writing = undefined
    this.#change({ saving: false, full: failed.length > 0 })
  }

  async #writeOne(key: string): Promise<void> {
    if (this.#closed) return
    if (key === 'list') {
      const { due, readAt } = this.#contents
      return this.keep.write('list', { due, readAt } satisfies List)
    }
    const visit = this.#contents.visits.get(key)
    const name = this.#names.get(key) ?? `visit/${newId()}`
    if (visit) {
      this.#names.set(key, name)
      return this.keep.write(name, visit)
    }
    this.#names.delete(key)
    return this.keep.remove(name)
  }
}

/** A visit of this telephone beside the line of the list it answers. */
function matched(visit: Visit, due: S['VisitDue'], today: string): Visit | undefined {
  const { begun, ...household } = due
  // It is due again: what was recorded before is another visit.
  if (visit.ended) return undefined
  const here = { ...visit, household, gone: false }
  if (!begun && visit.seen && !isPending(visit)) return undefined
  if (begun?.kind !== due.kind) return here
  if (begun.visit === visit.visit) return meet(here, begun, today)
  return visit.seen === null && visit.next === 0 ? join(here, begun, today) : here
}
