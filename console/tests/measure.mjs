// How long people wait for the console on its first load: the program over a county of usual size,
// Chromium with nothing kept. `cargo xtask bench console`; prints a table and writes its block of
// benches/RESULTS.md. `node measure.mjs [--runs 5] [--patience 60]`: before each load it waits until
// nothing else works on the machine, for so many seconds at most.
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { openBrowser, passwordOf, who } from './browser/desk.mjs'
import { startServer } from './browser/server.mjs'

const { values: options } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, patience: { type: 'string', default: '60' } },
})

const desktop = { viewport: { width: 1366, height: 768 }, locale: 'zh-CN' }
const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: 'zh-CN' }

/** An old machine on a mobile network: a sixth of the speed, 1.6 Mbit/s down, 750 kbit/s up, 150 ms. */
const slow = {
  cpu: { rate: 6 },
  network: { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 },
}

/** What is opened, what is waited for, and the longest it should take. */
const cases = [
  { page: 'list of clues, first row', path: '/clues', row: 'tbody tr.ant-table-row', where: desktop, limit: 1.5 },
  { page: 'list of clues, first row', path: '/clues', row: 'tbody tr.ant-table-row', where: desktop, slow, limit: 10 },
  { page: 'application by a farmer, loaded', path: '/apply', where: phone },
  { page: 'application by a farmer, loaded', path: '/apply', where: phone, slow, limit: 1.5 },
]

const server = await startServer({ open: true })
const browser = await openBrowser()
try {
  const cookie = await signIn(who('county_officer'))
  const clues = await count(cookie)
  // The server has answered each before: what is cold is the browser.
  for (const it of cases) await once(it, cookie)
  const runs = cases.map(() => [])
  for (let run = 0; run < Number(options.runs); run += 1) {
    for (const [at, it] of cases.entries()) {
      const found = await once(it, cookie)
      runs[at].push(found)
      const seconds = (found.ready / 1000).toFixed(2)
      console.log(`${run + 1} ${it.page}${it.slow ? ', slow' : ''}: ${seconds} s, load ${found.load.toFixed(1)}`)
    }
  }
  const table = describe(runs)
  console.log(`\n${table}`)
  writeBlock(table, clues)
} finally {
  await browser.close()
  await server.stop()
}

/** One load in a window that has nothing of it. */
async function once({ path, row, where, slow: throttled }, cookie) {
  await quiet()
  const load = loadavg()[0]
  const context = await browser.newContext(where)
  if (row) await context.addCookies([{ ...cookie, url: server.url }])
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  let bytes = 0
  let requests = 0
  devtools.on('Network.loadingFinished', it => {
    bytes += it.encodedDataLength
    requests += 1
  })
  await devtools.send('Network.enable')
  if (throttled) {
    await devtools.send('Network.emulateNetworkConditions', throttled.network)
    await devtools.send('Emulation.setCPUThrottlingRate', throttled.cpu)
  }
  await page.addInitScript(watch, row ?? null)
  await page.goto(server.url + path, { waitUntil: 'commit' })
  await page.waitForFunction(() => globalThis.readyAt !== undefined, undefined, { timeout: 120_000 })
  const { ready, painted } = await page.evaluate(() => ({
    ready: globalThis.readyAt,
    painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
  }))
  await page.waitForLoadState('networkidle')
  await context.close()
  return { ready, painted, bytes, requests, load }
}

/** Waits until the processors have been idle for two seconds. */
async function quiet() {
  let calm = 0
  for (let waited = 0; calm < 2 && waited < Number(options.patience); waited += 1) {
    const before = worked()
    await pause(1000)
    const now = worked()
    calm = now.idle - before.idle > 0.85 * (now.all - before.all) ? calm + 1 : 0
  }
}

/** What the processors have done since the machine began. */
function worked() {
  const times = cpus().map(it => it.times)
  const sum = list => list.reduce((one, other) => one + other, 0)
  return { idle: sum(times.map(it => it.idle)), all: sum(times.flatMap(it => Object.values(it))) }
}

/** In the page: notes when the row stands on the screen, or else when everything is loaded, in ms from
 * the beginning of the navigation. */
function watch(row) {
  const look = () => {
    const isThere = row ? document.querySelector(row)?.getBoundingClientRect().height > 0 : document.readyState === 'complete'
    // What is found before a frame is on the screen at the next.
    if (isThere) requestAnimationFrame(() => (globalThis.readyAt = performance.now()))
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

async function signIn(login) {
  const answer = await fetch(`${server.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: passwordOf(login) }),
  })
  if (!answer.ok) throw new Error(`${login}: ${answer.status}`)
  const [name, value] = answer.headers.get('set-cookie').split(';')[0].split('=')
  return { name, value }
}

/** How many clues the month has whose list is opened. */
async function count(cookie) {
  const ask = async path => {
    const answer = await fetch(server.url + path, { headers: { cookie: `${cookie.name}=${cookie.value}` } })
    return answer.json()
  }
  const [month] = await ask('/api/v1/clues/months')
  let [all, after] = [0, '']
  do {
    const page = await ask(`/api/v1/clues?month=${month}&limit=200${after && `&after=${after}`}`)
    all += page.items.length
    after = page.next ?? ''
  } while (after)
  return all
}

function describe(runs) {
  const middle = (list, key) => list.map(it => it[key]).sort((a, b) => a - b)[Math.floor(list.length / 2)]
  const worst = (list, key) => Math.max(...list.map(it => it[key]))
  const seconds = ms => (ms / 1000).toFixed(2)
  const rows = cases.map((it, at) => {
    const list = runs[at]
    const cells = [
      `**${it.page}**`,
      it.slow ? '6 × slower, 1.6 Mbit/s, 150 ms' : 'as it is',
      seconds(middle(list, 'ready')),
      seconds(worst(list, 'ready')),
      seconds(middle(list, 'painted')),
      it.limit ?? '–',
      (middle(list, 'bytes') / 1024).toFixed(0),
      middle(list, 'requests'),
      middle(list, 'load').toFixed(1),
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [
    '| page | machine and network | median s | worst s | first paint s | limit s | KiB | requests | load |',
    '|---|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}

/** Puts the block in its place and leaves everything else as it is. */
function writeBlock(table, clues) {
  const path = join(import.meta.dirname, '..', '..', 'benches', 'RESULTS.md')
  const [cpu] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  const block = `<!-- console -->
## First load of the console

Method and reading of the figures: [README.md](README.md).

A county of ${Number(process.env.HOUSEHOLDS).toLocaleString('en')} households with ${clues.toLocaleString('en')} clues in the month, SQLite, a release build; program and browser on
the same machine. ${options.runs} interleaved runs, each in a window without cache, begun when the machine was otherwise idle; KiB and
requests are what came over the wire.

${table}

${cpu.model}, ${cpus().length} cores, ${memory} GB, Linux ${release()}, Chromium ${browser.version()}, Node ${process.versions.node}.
<!-- end of console -->`
  const old = readFileSync(path, 'utf8')
  const found = /<!-- console -->[^]*?<!-- end of console -->/
  writeFileSync(path, found.test(old) ? old.replace(found, () => block) : `${old.trimEnd()}\n\n${block}\n`)
}
