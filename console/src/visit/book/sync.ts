// One meeting with the server: what is to be visited comes down, what was written goes up.
import type { S } from '../../api/client'
import { sentOf, type Answer, type Sent, type Server } from '../server'
import type { Book } from './book'
import { answered, cut, isPending, keyOf } from './visit'

/** Updates of one request. */
const AT_ONCE = 100

/** How a meeting went. */
export type Outcome =
  | { is: 'done'; recorded: number }
  | { is: 'unreachable' }
  | { is: 'signed_out' }
  /** Somebody else is signed in. */
  | { is: 'other'; name: string }
  /** The roles at work have nothing to visit. */
  | { is: 'no_duty' }
  /** What is to be sent cannot be kept: it could count twice. */
  | { is: 'full' }
  | { is: 'problem'; detail: string }

/** Reads the list, sends what is to be sent, and reads the list again where a visit was recorded.
 * `today` is a day as `YYYY-MM-DD`. */
export async function sync(book: Book, server: Server, today: string, now: () => number): Promise<Outcome> {
  const who = await server.whoAmI()
  if (who.is !== 'ok') return failed(who)
  if (who.value.account !== book.contents().owner.account) return { is: 'other', name: who.value.name }
  if (!who.value.may.includes('list_visits_due')) return { is: 'no_duty' }

  const list = await server.due()
  if (list.is !== 'ok') return failed(list)
  book.takeList(list.value, today, now())

  const pending = [...book.contents().visits].filter(([, visit]) => isPending(visit)).map(([key]) => key)
  for (const key of pending) book.alter(key, cut)
  // An update is kept before it is sent: sent again it must be the same.
  if (!(await book.kept())) return { is: 'full' }
  const updates = pending.flatMap(key => {
    const visit = book.contents().visits.get(key)
    return visit ? sentOf(visit) : []
  })

  let recorded = 0
  for (let from = 0; from < updates.length; from += AT_ONCE) {
    const part = updates.slice(from, from + AT_ONCE)
    const sent = await server.send(part)
    if (sent.is !== 'ok') return failed(sent)
    take(book, part, sent.value, today)
    recorded += new Set(sent.value.filter(it => it.visit?.state === 'recorded').map(it => it.visit?.visit)).size
  }
  if (recorded > 0) {
    const after = await server.due()
    if (after.is === 'ok') book.takeList(after.value, today, now())
  }
  return (await book.kept()) ? { is: 'done', recorded } : { is: 'full' }
}

function take(book: Book, sent: Sent[], answers: S['VisitUpdateDone'][], today: string): void {
  for (const key of new Set(sent.map(keyOf))) book.alter(key, it => answered(it, answers, today))
}

function failed(answer: Exclude<Answer<unknown>, { is: 'ok' }>): Outcome {
  return answer.is === 'problem' ? { is: 'problem', detail: answer.problem.detail } : answer
}
