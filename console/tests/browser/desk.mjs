// A desk in the office: a browser at which somebody signs in and works. What the browser's console
// complains of is gathered, every page that is looked at is checked for accessibility and kept as a
// picture.
import assert from 'node:assert/strict'
import { readFileSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { needed } from './server.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const shots = join(import.meta.dirname, '..', 'shots')

/** What waits for the server, the network or the browser. */
const patience = 30_000

/** Opens Debian's Chromium, or the browser CHROMIUM names. */
export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  })
}

/** Passwords by login, and under `roles` a login for each role. */
const accounts = JSON.parse(readFileSync(needed('SHOUWANG_ACCOUNTS'), 'utf8'))

/** Who has a role in the office the tests go to. */
export function who(role) {
  const login = accounts.roles?.[role]
  assert.ok(login, `nobody of the accounts is ${role}`)
  return login
}

export function passwordOf(login) {
  const password = accounts[login]
  assert.ok(password, `no password of ${login} among the accounts`)
  return password
}

/** Somebody's browser window. */
export class Desk {
  /**
   * @param {import('playwright-core').Browser} browser
   * @param {string} url
   * @param {'zh' | 'en'} language
   */
  static async open(browser, url, language = 'zh') {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' })
    await context.addInitScript(it => localStorage.setItem('language', it), language)
    context.setDefaultTimeout(patience)
    const desk = new Desk(await context.newPage(), url)
    await desk.page.goto(url)
    return desk
  }

  /**
   * @param {import('playwright-core').Page} page
   * @param {string} url
   */
  constructor(page, url) {
    this.page = page
    this.url = url
    /** @type {string[]} */
    this.complaints = []
    page.on('console', it => {
      if (it.type() === 'error' && !isTheDoor(it)) this.complaints.push(`${it.text()} ${it.location().url}`)
    })
    page.on('pageerror', it => this.complaints.push(it.stack ?? it.message))
  }

  /** Signs in through the form. */
  async signIn(login, password = passwordOf(login)) {
    await this.page.locator('input[autocomplete="username"]').fill(login)
    await this.page.locator('input[autocomplete="current-password"]').fill(password)
    await this.page.locator('button[type="submit"]').click()
  }

  /** Waits until somebody is at work. */
  async atWork() {
    await this.menu().first().waitFor()
    await this.settled()
  }

  /** The places of the menu. */
  menu() {
    return this.page.locator('nav .ant-menu-item')
  }

  /** Opens an address of the console. */
  async visit(path) {
    await this.page.goto(this.url + path)
    await this.settled()
  }

  /** Waits until nothing is being loaded, at two looks: between a page and one that is only now
   * fetched there is a moment in which nothing seems to be under way. */
  async settled() {
    for (let look = 0; look < 2; look += 1) {
      await this.page.waitForLoadState('networkidle')
      await this.page.waitForFunction(
        () => document.querySelector('h1, .ant-result') && !document.querySelector('.ant-skeleton-active, .ant-spin-spinning'),
      )
      await this.page.waitForTimeout(250)
    }
    await this.page.waitForFunction(() => document.querySelector('h1, .ant-result'))
  }

  /** What the server answers to the person who is signed in. */
  async ask(path) {
    const answer = await this.page.evaluate(async it => {
      const response = await fetch(it)
      return { ok: response.ok, status: response.status, body: await response.text() }
    }, path)
    assert.ok(answer.ok, `${path}: ${answer.status} ${answer.body}`)
    return JSON.parse(answer.body)
  }

  /** The server was to refuse something: the browser notes that, and it is no fault; that it did not
   * refuse is one. */
  refused(path, status) {
    const was = this.complaints.findIndex(it => it.includes(`status of ${status}`) && it.endsWith(path))
    assert.notEqual(was, -1, `${path} did not answer ${status}: ${this.complaints.join('\n')}`)
    this.complaints.splice(was, 1)
  }

  /** Waits until nothing comes or goes any more, as what opens and closes does: half transparent words are
   * no fault. What turns without end is not waited for. */
  async still() {
    await this.page.evaluate(async () => {
      const ends = it => Number.isFinite(it.effect?.getComputedTiming().endTime)
      const moving = () => document.getAnimations().filter(it => it.playState === 'running' && ends(it))
      for (let look = 0; look < 5; look += 1) {
        await Promise.all(moving().map(it => it.finished.catch(() => {})))
        await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      }
    })
  }

  /** Keeps a picture and checks what stands on the screen: nothing to complain of in the browser's
   * console, and no barrier of WCAG 2 A or AA. */
  async check(name) {
    mkdirSync(shots, { recursive: true })
    await this.still()
    await this.page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
    const barriers = await this.barriers()
    const complaints = this.complaints.splice(0)
    const found = [
      ...complaints.map(it => `the browser's console: ${it}`),
      ...barriers.map(it => `${it.id}: ${it.help}\n${it.places.map(place => `    ${place}`).join('\n')}`),
    ]
    assert.equal(found.length, 0, `${name} (${this.page.url()})\n  ${found.join('\n  ')}`)
  }

  /** What keeps people out. */
  async barriers() {
    await this.page.evaluate(axe)
    return this.page.evaluate(async () => {
      const { violations } = await globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa'] })
      return violations.map(({ id, help, nodes }) => ({
        id,
        help,
        places: nodes.slice(0, 5).map(node => {
          const why = [...node.any, ...node.all, ...node.none].map(it => it.message)
          return `${node.html.slice(0, 160)} (${why.join('; ').slice(0, 200)})`
        }),
      }))
    })
  }

  async leave() {
    await this.page.context().close()
  }
}

/** Whoever is not signed in yet is told so: the browser notes that, and it is no fault. */
function isTheDoor(message) {
  return new URL(message.location().url || 'http://x').pathname === '/api/v1/session' && message.text().includes('401')
}
