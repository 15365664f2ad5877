// @vitest-environment node
import { beforeEach, expect, test } from 'vitest'
import { passingKeep } from '../store/keep'
import { Book } from './book'
import { sync } from './sync'
import { ModelServer, staff, whole } from './testing'
import { change, cut, isPending, stateOf, type Visit } from './visit'

const KEY = '1-verify_home'
const day = '2026-11-22'
let server: ModelServer

beforeEach(() => {
  server = new ModelServer()
})

/** A telephone that has read its list. */
async function telephone(): Promise<Book> {
  const book = await Book.open(passingKeep(), staff)
  await meet(book)
  return book
}

function meet(book: Book, today = day) {
  return sync(book, server, today, () => 0)
}

function of(book: Book): Visit {
  const visit = book.contents().visits.get(KEY)
  if (!visit) throw new Error('not begun')
  return visit
}

function complete(book: Book): void {
  book.alter(KEY, it => ({ ...it, complete: true }))
}

test('a form filled without signal is recorded at the next meeting', async () => {
  const book = await telephone()
  server.reachable = false
  book.write(KEY, whole)
  complete(book)
  expect(await meet(book)).toEqual({ is: 'unreachable' })
  expect(stateOf(of(book))).toBe('unsent')
  server.reachable = true
  expect(await meet(book)).toEqual({ is: 'done', recorded: 1 })
  expect(server.visit.fields).toEqual(whole)
  expect(stateOf(of(book))).toBe('recorded')
  expect(of(book).fields).toEqual({})
})

test('what was sent and not answered is sent again unchanged, and counts once', async () => {
  const book = await telephone()
  book.write(KEY, { water: true })
  server.losesAnswers = true
  expect(await meet(book)).toEqual({ is: 'unreachable' })
  book.write(KEY, { water: false, housing: true })
  expect(stateOf(of(book))).toBe('unsent')
  server.losesAnswers = false
  expect((await meet(book)).is).toBe('done')
  const [first, second] = server.received
  expect(second?.[0]).toEqual(first?.[0])
  expect(second?.map(it => it.place)).toEqual([0, 1])
  expect(new Set(second?.map(it => it.branch)).size).toBe(1)
  expect(server.visit).toMatchObject({ version: 2, fields: { water: false, housing: true }, conflicts: [] })
  expect(stateOf(of(book))).toBe('sent')
})

test('a complete visit whose answer was lost is found to be recorded', async () => {
  const book = await telephone()
  book.write(KEY, whole)
  complete(book)
  server.losesAnswers = true
  await meet(book)
  expect(server.visit.state).toBe('recorded')
  expect(stateOf(of(book))).toBe('unsent')
  server.losesAnswers = false
  await meet(book)
  expect(stateOf(of(book))).toBe('recorded')
  expect(of(book).late).toBe(false)
  expect(server.visit.version).toBe(1)
})

test('the next branch begins at the version of the server', async () => {
  const book = await telephone()
  book.write(KEY, { water: true })
  await meet(book)
  const first = of(book)
  expect([first.trunk, first.next, first.outbox]).toEqual([1, 0, []])
  book.write(KEY, { water: false })
  await meet(book)
  const sent = server.received.flat()
  expect(sent.map(it => [it.trunk, it.place])).toEqual([[0, 0], [1, 0]])
  expect(sent[0]?.branch).not.toBe(sent[1]?.branch)
  expect(server.visit.conflicts).toEqual([])
})

test('nothing is sent when nothing was changed, or was changed back', async () => {
  const book = await telephone()
  book.write(KEY, { water: true })
  await meet(book)
  book.write(KEY, { water: false })
  book.write(KEY, { water: true })
  await meet(book)
  expect(server.received.length).toBe(1)
})

test('updates that arrive out of order wait for those before them', async () => {
  const book = await telephone()
  book.write(KEY, { water: true })
  book.alter(KEY, cut)
  book.write(KEY, { water: false })
  book.alter(KEY, cut)
  const [first, second] = of(book).outbox
  const whose = { visit: of(book).visit, case: 1, kind: 'verify_home', step: 'home_verification' } as const
  expect(server.take({ ...second!, ...whose }).became).toBe('held')
  expect(server.visit.fields).toEqual({})
  expect(server.take({ ...first!, ...whose }).became).toBe('applied')
  expect(server.visit.fields).toEqual({ water: false })
  await meet(book)
  expect(of(book).outbox).toEqual([])
})

test('an update that is held stays here and says so', async () => {
  const book = await telephone()
  book.write(KEY, { water: true })
  // The server has lost the first update of the branch.
  book.alter(KEY, it => ({ ...cut(it), next: 5, outbox: cut(it).outbox.map(update => ({ ...update, place: 4 })) }))
  await meet(book)
  expect(stateOf(of(book))).toBe('waiting')
  expect(of(book).outbox.length).toBe(1)
})

test('two telephones fill one visit, each its fields', async () => {
  const one = await telephone()
  one.write(KEY, { water: true })
  await meet(one)
  const other = await telephone()
  other.write(KEY, { housing: false })
  await meet(other)
  await meet(one)
  expect(server.visits.size).toBe(1)
  expect(of(one).fields).toEqual({ water: true, housing: false })
  expect(server.visit.conflicts).toEqual([])
})

test('two telephones that began without signal join in one visit, and differ where they differ', async () => {
  const one = await telephone()
  const other = await telephone()
  one.write(KEY, { ...whole, has_labor: true })
  other.write(KEY, { ...whole, has_labor: false })
  await meet(one)
  complete(other)
  await meet(other)
  expect(server.visits.size).toBe(1)
  expect(server.visit.conflicts.map(it => [it.field, it.was, it.became])).toEqual([['has_labor', true, false]])
  expect(stateOf(of(other))).toBe('conflict')
  await meet(one)
  expect(stateOf(of(one))).toBe('conflict')
})

test('what was seen may be changed without a conflict', async () => {
  const one = await telephone()
  one.write(KEY, { has_labor: true })
  await meet(one)
  const other = await telephone()
  other.write(KEY, { has_labor: false })
  await meet(other)
  expect(server.visit.conflicts).toEqual([])
})

test('a change made on both sides since the trunk is a conflict, however often the list is read', async () => {
  const one = await telephone()
  one.write(KEY, { water: true })
  await meet(one)
  const other = await telephone()
  one.write(KEY, { water: false })
  one.write(KEY, { housing: true })
  other.write(KEY, { housing: false })
  await meet(other)
  const list = await server.due()
  if (list.is === 'ok') one.takeList(list.value, day, 0)
  if (list.is === 'ok') one.takeList(list.value, day, 0)
  await meet(one)
  expect(server.visit.conflicts.map(it => it.field)).toEqual(['housing'])
})

test('what is typed while updates are on their way is not lost', async () => {
  const book = await telephone()
  book.write(KEY, { water: true })
  const send = server.send
  server.send = async updates => {
    const answer = await send(updates)
    book.write(KEY, { housing: true })
    return answer
  }
  await meet(book)
  server.send = send
  expect(of(book).fields).toEqual({ water: true, housing: true })
  expect(isPending(of(book))).toBe(true)
  await meet(book)
  expect(server.visit.fields).toEqual({ water: true, housing: true })
  expect(server.received.flat().map(it => it.place)).toEqual([0, 1])
})

test('a visit another telephone recorded says what was not counted', async () => {
  const one = await telephone()
  one.write(KEY, { water: true })
  await meet(one)
  const other = await telephone()
  one.write(KEY, { summary: '后来写的' })
  other.write(KEY, whole)
  complete(other)
  await meet(other)
  await meet(one)
  expect(stateOf(of(one))).toBe('recorded')
  expect(of(one).late).toBe(true)
})

test('what the procedure refuses is told in its words', async () => {
  server.refuses = '还没有派发'
  const book = await telephone()
  book.write(KEY, whole)
  complete(book)
  await meet(book)
  expect(stateOf(of(book))).toBe('refused')
  expect(of(book).seen?.problem).toBe('还没有派发')
})

test('a complete visit the server left open is submitted once more', async () => {
  const book = await telephone()
  book.write(KEY, whole)
  complete(book)
  server.forgets = true
  await meet(book)
  expect(stateOf(of(book))).toBe('unsent')
  server.forgets = false
  await meet(book)
  expect(stateOf(of(book))).toBe('recorded')
})

test('another account’s visits are not sent', async () => {
  const book = await telephone()
  book.write(KEY, { water: true })
  server.account = 'b'
  expect(await meet(book)).toEqual({ is: 'other', name: staff.name })
  expect(server.received).toEqual([])
})

test('recorded visits leave the telephone the day after', async () => {
  const book = await telephone()
  book.write(KEY, whole)
  complete(book)
  await meet(book)
  expect(book.contents().visits.size).toBe(1)
  await meet(book, '2026-11-23')
  expect(book.contents().visits.size).toBe(0)
})

test('a visit that was recorded and is due again begins anew', async () => {
  const book = await telephone()
  book.write(KEY, whole)
  complete(book)
  await meet(book)
  server.cases = [1]
  await meet(book)
  expect(book.contents().visits.size).toBe(0)
  book.write(KEY, { water: true })
  expect(of(book).trunk).toBe(0)
})

test('a book is read again as it was kept', async () => {
  const keep = passingKeep()
  const book = await Book.open(keep, staff)
  await meet(book)
  book.write(KEY, { water: true })
  await meet(book)
  book.write(KEY, { housing: true })
  await book.kept()
  const again = await Book.open(keep)
  expect(again.contents().owner.account).toBe('a')
  expect(again.contents().visits.get(KEY)).toEqual(of(book))
  expect((await keep.names()).every(it => !it.includes(KEY))).toBe(true)
})

test('a telephone that takes nothing in sends nothing', async () => {
  const keep = passingKeep()
  const book = await Book.open(keep, staff)
  await meet(book)
  keep.write = () => Promise.reject(new Error('full'))
  book.write(KEY, { water: true })
  expect((await meet(book)).is).toBe('full')
  expect(server.received).toEqual([])
})

test('a change is a change of the form alone', () => {
  const visit = { fields: { water: true } } as Visit
  expect(change(visit, { housing: false }).fields).toEqual({ water: true, housing: false })
})
