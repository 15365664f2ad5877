// What the telephone asks of the server. Signal may go at any time: no answer is an answer.
import type { Problem, S } from '../api/client'
import type { Visit } from './book/visit'
import type { Fields } from './fields'

export type Staff = S['StaffView']

export type Answer<T> =
  | { is: 'ok'; value: T }
  | { is: 'unreachable' }
  | { is: 'signed_out' }
  | { is: 'problem'; problem: Problem }

/** How long an answer is waited for. A technical default. */
const PATIENCE = 30_000

/** What is sent of an update. */
export type Sent = Omit<S['VisitUpdateIn'], 'fields'> & { fields: Fields }

export interface Server {
  whoAmI(): Promise<Answer<Staff>>
  due(): Promise<Answer<S['VisitDue'][]>>
  send(updates: Sent[]): Promise<Answer<S['VisitUpdateDone'][]>>
}

/** The server this page came from. */
export const server: Server = {
  whoAmI: () => ask('GET', '/api/v1/session'),
  due: () => ask('GET', '/api/v1/visits/due'),
  send: updates => ask('POST', '/api/v1/visits/updates', { updates }),
}

export function signIn(body: S['SignInBody']): Promise<Answer<S['SessionView']>> {
  return ask('POST', '/api/v1/session', body)
}

export function signOut(): Promise<Answer<null>> {
  return ask('DELETE', '/api/v1/session')
}

/** The updates of a visit as they are sent. */
export function sentOf(visit: Visit): Sent[] {
  const { case: number, kind, step } = visit.household
  return visit.outbox.map(it => ({ ...it, visit: visit.visit, case: number, kind, step }))
}

async function ask<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
  const given = new AbortController()
  const timer = setTimeout(() => given.abort(), PATIENCE)
  try {
    const response = await fetch(path, {
      method,
      signal: given.signal,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await response.text()
    if (response.ok) return { is: 'ok', value: (text ? JSON.parse(text) : null) as T }
    const signingIn = method === 'POST' && path === '/api/v1/session'
    if (response.status === 401 && !signingIn) return { is: 'signed_out' }
    const problem = problemIn(text)
    return problem ? { is: 'problem', problem } : { is: 'unreachable' }
  } catch {
    return { is: 'unreachable' }
  } finally {
    clearTimeout(timer)
  }
}

/** What stands between sometimes answers in the server's place, and not in its words. */
function problemIn(text: string): Problem | undefined {
  try {
    const said = JSON.parse(text) as Partial<Problem>
    return typeof said.detail === 'string' ? (said as Problem) : undefined
  } catch {
    return undefined
  }
}
