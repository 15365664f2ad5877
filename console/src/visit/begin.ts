// What the page finds when it is opened: whether it may keep anything here, and what is kept.
import { Book } from './book/book'
import { server, type Staff } from './server'
import { look } from './store/door'
import { passingKeep } from './store/keep'
import { deviceShelf, type Shelf } from './store/shelf'

/** Where somebody stands before the visits. */
export type Stage =
  /** Another window writes into the same shelf. */
  | { at: 'elsewhere' }
  | { at: 'door'; why?: 'wiped' | 'expired' | 'no_duty' }
  | { at: 'pin'; staff: Staff }
  | { at: 'locked' }
  | { at: 'open'; book: Book }

/** What is found. Without a shelf nothing is kept. */
export interface Found {
  shelf: Shelf | undefined
  stage: Stage
}

/** How long a window that is being closed may take. */
const PATIENCE = 2000

export async function begin(): Promise<Found> {
  if (!mayKeep()) return passing()
  if (!(await isAlone())) return { shelf: undefined, stage: { at: 'elsewhere' } }
  const shelf = deviceShelf()
  try {
    const kept = await look(shelf, Date.now())
    if (kept === 'locked') return { shelf, stage: { at: 'locked' } }
    return { shelf, stage: { at: 'door', why: kept === 'expired' ? 'expired' : undefined } }
  } catch {
    // Private windows of some browsers have no storage.
    return passing()
  }
}

/** Where somebody comes to who has signed in. */
export async function admit(staff: Staff, shelf: Shelf | undefined): Promise<Stage> {
  if (!staff.may.includes('list_visits_due')) return { at: 'door', why: 'no_duty' }
  if (shelf) return { at: 'pin', staff }
  return { at: 'open', book: await Book.open(passingKeep(), staff) }
}

/** Whether what is kept could be sealed. */
function mayKeep(): boolean {
  return isSecureContext && 'subtle' in crypto && 'indexedDB' in window
}

/** Holds the shelf until the page is closed. Where browsers have no locks, one is trusted. */
function isAlone(): Promise<boolean> {
  if (!('locks' in navigator)) return Promise.resolve(true)
  const giveUp = new AbortController()
  setTimeout(() => giveUp.abort(), PATIENCE)
  return new Promise(then => {
    navigator.locks
      .request('visits', { signal: giveUp.signal }, () => {
        then(true)
        return new Promise<void>(() => {})
      })
      .catch(() => then(false))
  })
}

/** Where nothing is kept, a session that goes on is gone on with. Where something may be kept, the
 * password is asked for: otherwise wiping the telephone would be a way around its PIN. */
async function passing(): Promise<Found> {
  const who = navigator.onLine ? await server.whoAmI() : undefined
  const ready = who?.is === 'ok' && !who.value.must_change_password && !who.value.must_set_up_totp
  return { shelf: undefined, stage: ready ? await admit(who.value, undefined) : { at: 'door' } }
}
