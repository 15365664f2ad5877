// The door of what is stored: opened with the telephone's PIN, shut for good after too many wrong
// ones, and after some days without word from the server.
import { keyFrom, seal, unseal, type Sealed } from './sealing'
import { sealedKeep, type Keep } from './keep'
import type { Shelf } from './shelf'

/** Days after the last word from the server until everything stored is wiped. A technical default;
 * the interface states none. */
export const DAYS_KEPT = 7

/** Wrong PINs in a row until everything stored is wiped. A technical default. */
export const TRIES = 10

/** Rounds of PBKDF2, about a second on a slow telephone. */
const ROUNDS = 600_000

const NAME = 'door'
const DAY = 24 * 60 * 60 * 1000

interface Door {
  salt: Uint8Array<ArrayBuffer>
  rounds: number
  check: Sealed
  wrong: number
  until: number
}

export type Opening = { is: 'open'; keep: Keep } | { is: 'wrong'; left: number } | { is: 'wiped' }

/** Whether a PIN is worth anything: six digits or more, not all alike and not simply counted. */
export function isFitPin(pin: string): boolean {
  if (!/^\d{6,}$/.test(pin)) return false
  const steps = new Set(Array.from(pin.slice(1), (it, at) => (Number(it) - Number(pin[at]) + 10) % 10))
  const [only] = steps
  return steps.size > 1 || (only !== 0 && only !== 1 && only !== 9)
}

/** Whether something is stored. What is too old is wiped at the sight of it. */
export async function look(shelf: Shelf, now: number): Promise<'none' | 'locked' | 'expired'> {
  const door = await doorOf(shelf)
  if (!door) return 'none'
  if (now < door.until) return 'locked'
  await wipe(shelf)
  return 'expired'
}

/** Begins a store under a new PIN; what was there is wiped. */
export async function setUp(shelf: Shelf, pin: string, now: number, rounds = ROUNDS): Promise<Keep> {
  await wipe(shelf)
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const key = await keyFrom(pin, salt, rounds)
  const door: Door = { salt, rounds, check: await seal(key, NAME, NAME), wrong: 0, until: now + DAYS_KEPT * DAY }
  await shelf.put(NAME, door)
  return keepBehind(shelf, key)
}

/** Tries a PIN. A try counts before it is made, so that closing the page does not undo it. */
export async function unlock(shelf: Shelf, pin: string, now: number): Promise<Opening> {
  const door = await doorOf(shelf)
  if (!door || door.until <= now) {
    await wipe(shelf)
    return { is: 'wiped' }
  }
  const wrong = door.wrong + 1
  await shelf.put(NAME, { ...door, wrong })
  const key = await keyFrom(pin, door.salt, door.rounds)
  const fits = await unseal(key, NAME, door.check).then(
    () => true,
    () => false,
  )
  if (fits) {
    await shelf.put(NAME, { ...door, wrong: 0 })
    return { is: 'open', keep: keepBehind(shelf, key) }
  }
  if (wrong < TRIES) return { is: 'wrong', left: TRIES - wrong }
  await wipe(shelf)
  return { is: 'wiped' }
}

/** When what is stored will be wiped. */
export async function keptUntil(shelf: Shelf): Promise<number | undefined> {
  return (await doorOf(shelf))?.until
}

/** Word from the server: the days count anew. */
export async function extend(shelf: Shelf, now: number): Promise<void> {
  const door = await doorOf(shelf)
  if (door) await shelf.put(NAME, { ...door, until: now + DAYS_KEPT * DAY })
}

/** Leaves nothing. */
export async function wipe(shelf: Shelf): Promise<void> {
  await shelf.clear()
}

async function doorOf(shelf: Shelf): Promise<Door | undefined> {
  return (await shelf.get(NAME)) as Door | undefined
}

function keepBehind(shelf: Shelf, key: CryptoKey): Keep {
  const keep = sealedKeep(shelf, key)
  return { ...keep, names: async () => (await keep.names()).filter(it => it !== NAME) }
}
