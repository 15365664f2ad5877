// @vitest-environment node
import { beforeEach, expect, test } from 'vitest'
import { DAYS_KEPT, extend, isFitPin, keptUntil, look, setUp, TRIES, unlock, wipe } from './door'
import { keyFrom, seal, unseal } from './sealing'
import { memoryShelf, type Shelf } from './shelf'

const DAY = 24 * 60 * 60 * 1000
const ROUNDS = 1000
const PIN = '271828'
let shelf: Shelf

beforeEach(() => {
  shelf = memoryShelf()
})

async function everything(): Promise<string> {
  const rows = await Promise.all((await shelf.names()).map(async it => [it, await shelf.get(it)]))
  return JSON.stringify(rows, (_, it: unknown) => (it instanceof Uint8Array ? new TextDecoder().decode(it) : it))
}

test('what is kept opens with the PIN, and is not to be read without', async () => {
  const keep = await setUp(shelf, PIN, 0, ROUNDS)
  await keep.write('visit/1', { householder: '钟亮', summary: 'SECRET' })
  expect(await everything()).not.toMatch(/SECRET|钟亮/)
  const opened = await unlock(shelf, PIN, 1)
  expect(opened.is).toBe('open')
  if (opened.is !== 'open') return
  expect(await opened.keep.read('visit/1')).toEqual({ householder: '钟亮', summary: 'SECRET' })
  expect(await opened.keep.names()).toEqual(['visit/1'])
})

test('a row does not open under another name, with another key, or changed', async () => {
  const salt = new Uint8Array(16)
  const key = await keyFrom(PIN, salt, ROUNDS)
  const sealed = await seal(key, 'a', { water: true })
  expect(await unseal(key, 'a', sealed)).toEqual({ water: true })
  await expect(unseal(key, 'b', sealed)).rejects.toThrow()
  await expect(unseal(await keyFrom('271829', salt, ROUNDS), 'a', sealed)).rejects.toThrow()
  const bytes = sealed.bytes.slice()
  bytes[0] = bytes[0]! ^ 1
  await expect(unseal(key, 'a', { ...sealed, bytes })).rejects.toThrow()
})

test('the same value is never sealed into the same bytes', async () => {
  const key = await keyFrom(PIN, new Uint8Array(16), ROUNDS)
  const [one, other] = [await seal(key, 'a', 1), await seal(key, 'a', 1)]
  expect(one.bytes).not.toEqual(other.bytes)
})

test('too many wrong PINs wipe everything', async () => {
  const keep = await setUp(shelf, PIN, 0, ROUNDS)
  await keep.write('visit/1', 1)
  for (let left = TRIES - 1; left > 0; left -= 1) {
    expect(await unlock(shelf, '000000', 1)).toEqual({ is: 'wrong', left })
  }
  expect(await unlock(shelf, '000000', 1)).toEqual({ is: 'wiped' })
  expect(await shelf.names()).toEqual([])
  expect(await look(shelf, 1)).toBe('none')
  expect(await unlock(shelf, PIN, 1)).toEqual({ is: 'wiped' })
})

test('a right PIN lets the tries begin anew, and a try that was broken off counts', async () => {
  await setUp(shelf, PIN, 0, ROUNDS)
  await unlock(shelf, '000000', 1)
  expect((await unlock(shelf, PIN, 1)).is).toBe('open')
  expect(await unlock(shelf, '000000', 1)).toEqual({ is: 'wrong', left: TRIES - 1 })
  const closed = () => Promise.reject(new Error('closed'))
  const broken: Shelf = { ...shelf, put: (name, value) => shelf.put(name, value).then(closed) }
  await expect(unlock(broken, PIN, 1)).rejects.toThrow('closed')
  expect(await unlock(shelf, '000000', 1)).toEqual({ is: 'wrong', left: TRIES - 3 })
})

test('what is too old is wiped, and word from the server puts it off', async () => {
  await setUp(shelf, PIN, 0, ROUNDS)
  expect(await keptUntil(shelf)).toBe(DAYS_KEPT * DAY)
  await extend(shelf, 3 * DAY)
  expect(await look(shelf, DAYS_KEPT * DAY)).toBe('locked')
  expect(await look(shelf, (DAYS_KEPT + 3) * DAY)).toBe('expired')
  expect(await shelf.names()).toEqual([])
  await setUp(shelf, PIN, 0, ROUNDS)
  expect(await unlock(shelf, PIN, DAYS_KEPT * DAY)).toEqual({ is: 'wiped' })
})

test('wiping leaves nothing', async () => {
  const keep = await setUp(shelf, PIN, 0, ROUNDS)
  await keep.write('visit/1', 1)
  await wipe(shelf)
  expect(await shelf.names()).toEqual([])
})

test('PINs that are guessed first are not taken', () => {
  for (const it of ['', '12345', '123456', '987654', '000000', '890123', '12345a']) expect(isFitPin(it)).toBe(false)
  for (const it of [PIN, '135790', '1234567899', '112233']) expect(isFitPin(it)).toBe(true)
})
