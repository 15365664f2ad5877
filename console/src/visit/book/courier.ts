// Goes to the server and back: when the page opens, when there is signal again, when a form is done
// or closed, and when somebody asks. One way at a time.
import { dayOf } from '../days'
import type { Server } from '../server'
import type { Book } from './book'
import { sync, type Outcome } from './sync'

/** Where the courier is, and how the last way went. */
export interface Way {
  busy: boolean
  last: Outcome | null
}

export class Courier {
  #way: Way = { busy: false, last: null }
  #again = false
  #listeners = new Set<() => void>()

  constructor(
    readonly book: Book,
    readonly server: Server,
    /** Called after every word from the server. */
    readonly onWord: () => Promise<void>,
  ) {}

  way = (): Way => this.#way

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Goes now, or once more after the way that is being made. */
  go = async (): Promise<void> => {
    if (this.#way.busy) {
      this.#again = true
      return
    }
    if (!navigator.onLine) return this.#be({ busy: false, last: { is: 'unreachable' } })
    this.#be({ ...this.#way, busy: true })
    let last: Outcome
    do {
      this.#again = false
      last = await sync(this.book, this.server, dayOf(Date.now()), Date.now)
      if (last.is === 'done') await this.onWord()
    } while (this.#again && last.is === 'done')
    this.#be({ busy: false, last })
  }

  #be(way: Way): void {
    this.#way = way
    for (const it of this.#listeners) it()
  }
}
