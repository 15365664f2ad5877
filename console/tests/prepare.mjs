// Makes a home folder ready for the tests: everybody's first password is changed to one the tests
// know. `node prepare.mjs ACCOUNTS_IN ACCOUNTS_OUT`: in, a list of { role, login, password } with
// first passwords; out, { login: password } and the first login of each role under "roles".
import { readFileSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { startServer } from './browser/server.mjs'

const [, , from, to] = process.argv
const accounts = JSON.parse(readFileSync(from, 'utf8'))
const server = await startServer({ copy: false })
try {
  const ready = { roles: {} }
  for (const { role, login, password } of accounts) {
    const fresh = `Sh-${randomBytes(9).toString('base64url')}-7a`
    const session = await post('/api/v1/session', { login, password })
    const cookie = session.headers.get('set-cookie').split(';')[0]
    await post('/api/v1/session/password', { current: password, new: fresh }, { cookie })
    ready[login] = fresh
    ready.roles[role] ??= login
  }
  writeFileSync(to, `${JSON.stringify(ready, null, 2)}\n`)
} finally {
  await server.stop()
}

async function post(path, body, headers = {}) {
  const answer = await fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer
}
