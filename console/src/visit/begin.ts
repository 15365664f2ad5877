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
  if (!mayKeep()) return { shelf: undefined, stage: await atTheDoor(undefined) }
  if (!(await isAlone())) return { shelf: undefined, stage: { at: 'elsewhere' } }
  const shelf = deviceShelf()
  try {
    const kept = await look(shelf, Date.now())
    if (kept === 'locked') return { shelf, stage: { at: 'locked' } }
    if (kept === 'expired') return { shelf, stage: { at: 'door', why: 'expired' } }
    return { shelf, stage: await atTheDoor(shelf) }
  } catch {
    // Private windows of some browsers have no storage.
    return { shelf: undefined, stage: await atTheDoor(undefined) }
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

async function atTheDoor(shelf: Shelf | undefined): Promise<Stage> {
  const who = navigator.onLine ? await server.whoAmI() : undefined
  if (who?.is !== 'ok' || who.value.must_change_password || who.value.must_set_up_totp) return { at: 'door' }
  return admit(who.value, shelf)
}
