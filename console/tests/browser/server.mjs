// A server to try the console on: the program under SHOUWANG_BINARY over a copy of the home folder
// SHOUWANG_HOME, so that the folder itself is never written to; or one that is running already, at
// SHOUWANG_URL.
import { execFile, spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

const patience = 60_000

/** The month after the one the home folder was prepared with. */
export const nextMonth = '2023-11'

/**
 * Starts a server, or takes the one that is running.
 * @param {{ copy?: boolean, open?: boolean, next?: boolean, asks?: boolean }} how `copy: false` works in the home
 *   folder itself; `open` opens the application page, which is closed where the province has a platform; `next` begins
 *   with clues of the next month that nobody has sent out yet; `asks` is a county where villages are asked for incomes,
 *   by quarter too
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startServer({ copy = true, open = false, next = false, asks = false } = {}) {
  const running = process.env.SHOUWANG_URL
  if (running) return { url: running.replace(/\/$/, ''), stop: async () => {} }
  const binary = needed('SHOUWANG_BINARY')
  const prepared = needed('SHOUWANG_HOME')
  const folder = await mkdtemp(join(tmpdir(), 'shouwang-console-'))
  const home = copy ? join(folder, 'home') : prepared
  if (copy) await cp(prepared, home, { recursive: true, filter: it => !it.endsWith('.lock') })
  if (open) await openApplicationPage(home)
  if (next) await screenNextMonth(binary, home, join(folder, 'files'))
  if (asks) await askForIncomes(binary, home)
  const address = `127.0.0.1:${await freePort()}`
  const server = spawn(binary, ['--home', home, 'serve', '--plain-http', '--listen', address], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = []
  for (const stream of [server.stdout, server.stderr]) stream.on('data', it => said.push(String(it)))
  const stop = async () => {
    if (server.exitCode === null && server.signalCode === null) {
      const ended = new Promise(resolve => server.once('exit', resolve))
      server.kill('SIGTERM')
      await ended
    }
    await rm(folder, { recursive: true, force: true })
  }
  const url = `http://${address}`
  try {
    await answers(url, server)
    await servesConsole(url)
  } catch (error) {
    await stop()
    throw new Error(`${error.message}\n${said.join('').slice(-2000)}`)
  }
  return { url, stop }
}

/** @param {string} name */
export function needed(name) {
  const value = process.env[name]
  if (!value) throw new Error(`set ${name}: see tests/README.md`)
  return value
}

/** A port nobody listens on now. */
async function freePort() {
  const probe = createServer()
  await new Promise(resolve => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise(resolve => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

async function answers(url, server) {
  const end = Date.now() + patience
  for (;;) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`)
    const health = await fetch(`${url}/api/v1/health`).catch(() => undefined)
    if (health?.ok) return
    if (Date.now() > end) throw new Error('the server does not answer')
    await pause(200)
  }
}

async function servesConsole(url) {
  const page = await fetch(`${url}/`)
  if (!page.ok || !page.headers.get('content-type')?.includes('text/html')) {
    throw new Error('this server does not serve the console; point SHOUWANG_URL to one that does')
  }
}

function openApplicationPage(home) {
  return switchFigures(home, 'public_page', [['open', '开放自主申报页面', true]])
}

/** The totals of the national system stand for nothing, and incomes are collected by quarter: most of an account is
 * to be typed. */
async function askForIncomes(binary, home) {
  await switchFigures(home, 'income_account', [
    ['national_totals', '国家系统里已有的合计可以代替没有人知道的分项', false],
    ['quarterly', '按季度监测收入', true],
  ])
  const of = ['income', 'fill', '--region', '532327', '--period', '2023']
  await promisify(execFile)(binary, ['--home', home, ...of])
}

/** As an office would: figures of its own pack, before the program is started. */
async function switchFigures(home, file, figures) {
  const folder = join(home, 'definitions', 'packs', 'cn-532327', 'parameters')
  await mkdir(folder, { recursive: true })
  const text = figures.flatMap(([name, zh, value]) => [
    `[${name}]`, `zh = "${zh}"`, 'unit = "bool"', '',
    `[[${name}.values]]`, 'from = "2021-01-01"', `value = ${value}`, 'basis = "default"', 'note = "试用"', '',
  ])
  await writeFile(join(folder, `${file}.toml`), text.join('\n'))
}

/** As the county would: the files of the next month are imported, and the month is screened. */
async function screenNextMonth(binary, home, files) {
  const of = ['--region', '532327', '--month', nextMonth]
  const shouwang = (...words) => promisify(execFile)(binary, ['--home', home, ...words])
  await shouwang('synth', ...of, '--households', '4000', '--out', files)
  // Invented pupils do not stay on the roll from month to month; each of them would be a clue.
  const senders = (await readdir(files)).filter(it => !it.includes('教体局'))
  await shouwang('import', ...senders.map(it => join(files, it)), ...of, '--yes')
  await shouwang('screen', ...of)
}
