// The interface of the server, typed by openapi.json.
import createFetchClient, { type Middleware } from 'openapi-fetch'
import createClient from 'openapi-react-query'
import type { components, paths } from './schema'

/** Every shape of the interface by its name. */
export type S = components['schemas']

/** What the server answers instead of what was asked for (RFC 9457). */
export type Problem = S['Problem']

/** Called when a session has ended, by whoever shows the sign-in page. */
let onSignedOut = () => {}
export function whenSignedOut(then: () => void) {
  onSignedOut = then
}

/** A key that lets a write be sent again without being done twice. `randomUUID` needs HTTPS. */
export function idempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map(it => it.toString(16).padStart(2, '0')).join('')
}

const session: Middleware = {
  onRequest({ request }) {
    if (request.method === 'POST') request.headers.set('idempotency-key', idempotencyKey())
  },
  onResponse({ request, response }) {
    const signingIn = new URL(request.url).pathname === '/api/v1/session'
    if (response.status === 401 && !signingIn) onSignedOut()
  },
}

export const http = createFetchClient<paths>({ baseUrl: location.origin })
http.use(session)
export const api = createClient(http)

/** Downloads a file the server makes, under the name the server gives it. */
export async function download(path: string): Promise<Problem | undefined> {
  const response = await fetch(path)
  if (!response.ok) return (await response.json()) as Problem
  const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = decodeURIComponent(named?.[1] ?? 'shouwang')
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  return undefined
}
