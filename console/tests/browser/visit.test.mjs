// A village cadre takes the telephone to a household where there is no signal, fills in the form
// there, and it stands on the case when there is signal again.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Desk, openBrowser, passwordOf, who } from './desk.mjs'
import { startServer } from './server.mjs'

const pin = '271828'
const summary = '户主在县医院做透析，家里靠种玉米'

describe('a visit without signal', () => {
  let server
  let browser
  let context
  let page
  let phone
  let cadre
  let due
  let today
  before(async () => {
    server = await startServer()
    browser = await openBrowser()
    cadre = await someoneWithVisits(server.url)
    due = cadre.due
    const viewport = { width: 360, height: 740 }
    context = await browser.newContext({ viewport, isMobile: true, hasTouch: true, locale: 'zh-CN' })
    context.setDefaultTimeout(30_000)
    page = await context.newPage()
    phone = new Desk(page, server.url)
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
  })

  test('begins with signing in and a PIN for the telephone', async () => {
    await page.goto(`${server.url}/visit`)
    await page.locator('h1').waitFor()
    await phone.check('visit-sign-in')
    await phone.signIn(cadre.login, cadre.password)
    await page.locator('[name=again]').waitFor()
    await phone.check('visit-pin')
    await page.locator('[name=pin]').fill(pin)
    await page.locator('[name=again]').fill(pin)
    await page.locator('[type=submit]').click()
    await card().waitFor()
    await page.getByText(/已更新/).waitFor()
    await phone.check('visit-list')
  })

  test('keeps nothing that can be read', async () => {
    const kept = await page.evaluate(everythingKept)
    assert.ok(kept.rows >= 3, `${kept.rows} rows`)
    for (const word of [due.householder, due.household_no, due.village]) assert.ok(!kept.text.includes(word), word)
  })

  test('opens, is filled in and completed without a network', async () => {
    await page.evaluate(() => navigator.serviceWorker.ready)
    await context.setOffline(true)
    await page.reload()
    await unlock()
    await card().getByRole('link').click()
    await fill()
    await phone.check('visit-form')
    // What was entered is there after the page was closed.
    await page.reload()
    await unlock()
    assert.equal(await page.locator('#summary').inputValue(), summary)
    await page.getByRole('button', { name: '完成' }).click()
    await page.getByText(`${due.householder}家填完了吗`).waitFor()
    await page.getByRole('button', { name: '填完了' }).click()
    await card().getByText('未上传').waitFor()
    await phone.check('visit-unsent')
  })

  test('is recorded on the case when there is signal', async () => {
    await context.setOffline(false)
    await card().getByText('已记入案卷').waitFor()
    await phone.check('visit-recorded')
    const { history } = await phone.ask(`/api/v1/cases/${due.case}`)
    const recorded = history.filter(it => it.entry.action.do === 'verify_home')
    assert.equal(recorded.length, 1, 'once')
    const { on, causes, ...visit } = recorded[0].entry.action.visit
    assert.equal(on, today)
    assert.deepEqual(causes.map(it => it.risk), ['illness'])
    assert.deepEqual(visit, {
      finding: 'confirmed',
      summary,
      net_income_per_capita: 820050,
      guarantees: { education: true, medical: true, housing: true, water: false },
      has_labor: false,
      rigid_expenditure_solved: false,
      income_stable_months: 0,
    })
  })

  test('leaves nothing on the telephone after signing out', async () => {
    const leave = page.getByRole('button', { name: '退出登录并清除本机资料' })
    await leave.click()
    await leave.last().click()
    await page.locator('input[autocomplete="username"]').waitFor()
    assert.equal((await page.evaluate(everythingKept)).rows, 0)
    await context.setOffline(true)
    await page.reload()
    await page.getByText('第一次使用要联网登录').waitFor()
    await context.setOffline(false)
  })

  function card() {
    return page.locator('.card', { hasText: due.householder })
  }

  async function unlock() {
    await page.locator('[name=pin]').fill(pin)
    await page.locator('[type=submit]').click()
  }

  async function fill() {
    await page.getByRole('button', { name: '今天' }).click()
    await choose('finding', '属实')
    await page.locator('#summary').fill(summary)
    await page.locator('#causes select').selectOption('illness')
    for (const it of ['education', 'medical', 'housing']) await choose(it, '有保障')
    await choose('water', '没有保障')
    await choose('has_labor', '没有')
    await page.locator('#net_income_per_capita').fill('8200.5')
    await page.getByText('已存在手机上').waitFor()
    today = await page.locator('#on').inputValue()
  }

  function choose(field, answer) {
    return page.locator(`#${field}`).getByText(answer, { exact: true }).click()
  }
})

/** A village cadre who has somebody to visit: whose village has dispatched cases, and who gets an
 * account where nobody there has one yet. */
async function someoneWithVisits(url) {
  const officer = await session(url, who('county_officer'), passwordOf(who('county_officer')))
  const regions = async code => (await officer.ask(`/api/v1/regions/${code}`)).children
  const dispatched = async code => (await officer.ask(`/api/v1/cases?stage=dispatched&region=${code}`)).items.length > 0
  const { region } = await officer.ask('/api/v1/session')
  const township = await first(await regions(region), it => dispatched(it.code))
  const village = await first(await regions(township.code), it => dispatched(it.code))
  const admin = await session(url, who('security_admin'), passwordOf(who('security_admin')))
  const login = `visit.${Date.now().toString(36)}`
  const account = { login, name: '示范走访员', region: village.code, roles: ['village_worker'] }
  const made = await admin.ask('/api/v1/accounts', account)
  const password = `Fa-${made.password.slice(0, 8)}-9z`
  const cadre = await session(url, login, made.password)
  await cadre.ask('/api/v1/session/password', { current: made.password, new: password })
  const list = await (await session(url, login, password)).ask('/api/v1/visits/due')
  const due = list.find(it => it.kind === 'verify_home' && !it.begun)
  assert.ok(due, 'nobody to visit')
  return { login, password, due }
}

async function first(list, holds) {
  for (const it of list) if (await holds(it)) return it
  throw new Error('nothing is dispatched')
}

/** What somebody who is signed in asks and does without a page. */
async function session(url, login, password) {
  const post = (path, body, headers) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const began = await post('/api/v1/session', { login, password })
  assert.ok(began.ok, `${login}: ${began.status}`)
  const headers = { cookie: (began.headers.get('set-cookie') ?? '').split(';')[0] }
  return {
    ask: async (path, body) => {
      const answer = await (body ? post(path, body, headers) : fetch(url + path, { headers }))
      assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`)
      return answer.json()
    },
  }
}

/** What lies in the browser's storage, as somebody would find it who opens its files. */
async function everythingKept() {
  const db = await new Promise((found, failed) => {
    const asked = indexedDB.open('visits')
    asked.onsuccess = () => found(asked.result)
    asked.onerror = failed
  })
  const rows = await new Promise((found, failed) => {
    const asked = db.transaction('rows').objectStore('rows').getAll()
    asked.onsuccess = () => found(asked.result)
    asked.onerror = failed
  })
  db.close()
  const readable = (_, it) => (it instanceof Uint8Array ? new TextDecoder().decode(it) : it)
  return { rows: rows.length, text: JSON.stringify(rows, readable) + JSON.stringify(localStorage) }
}
