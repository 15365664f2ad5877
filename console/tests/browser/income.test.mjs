// Income accounts that lists have filled: the list of a county, one account down to the row of a file, the analysis of
// a region, and how much is left to type.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { county, office, township } from './office.mjs'

const { desk } = office()

/** 分 as the console writes 元. */
const yuan = fen => (fen / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** Presses a button and gives what the browser saved. */
async function saved(it, button) {
  const [file] = await Promise.all([it.page.waitForEvent('download'), button.click()])
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) }
}

/** What the newest period is called where it is asked for. */
async function newest(it) {
  const [period] = await it.ask('/api/v1/income/periods')
  assert.equal(period?.months, 12, 'twelve months were filled')
  return period.last
}

describe('the income accounts of a county', () => {
  test('are listed, and leave as a workbook', async () => {
    const it = await desk(county)
    await it.page.locator('nav').getByText('收入台账', { exact: true }).click()
    await it.settled()
    const last = await newest(it)
    const { items } = await it.ask(`/api/v1/income?period=${last}&limit=50`)
    assert.ok(items.length > 0, 'accounts were filled')
    assert.equal(await it.page.locator('tr.ant-table-row').count(), items.length)
    const first = it.page.locator('tr.ant-table-row').first()
    assert.ok((await first.innerText()).includes(items[0].household_no))
    await it.check('income-list')
    const workbook = await saved(it, it.page.getByRole('button', { name: '导出' }))
    assert.match(workbook.name, new RegExp(`收入台账-${last}.*\\.xlsx$`))
    assert.equal(workbook.bytes.subarray(0, 2).toString(), 'PK')
    await it.leave()
  })

  test('are those of a band when a band is asked for', async () => {
    const it = await desk(county)
    const last = await newest(it)
    const { bands } = await it.ask(`/api/v1/income/analysis?period=${last}`)
    const band = bands.find(one => one.households > 0 && one.below != null)
    assert.ok(band, 'somebody is in a band with an upper end')
    await it.visit(`/income?period=${last}&below=${band.below}${band.from == null ? '' : `&from=${band.from}`}`)
    assert.equal(await it.page.locator('tr.ant-table-row').count(), Math.min(band.households, 50))
    assert.equal(await it.page.getByLabel('人均纯收入低于', { exact: true }).inputValue(), (band.below / 100).toFixed(2))
    await it.leave()
  })
})

describe('one account', () => {
  test('says every line, its source and every step of the arithmetic', async () => {
    const it = await desk(township)
    const last = await newest(it)
    const { items } = await it.ask(`/api/v1/income?period=${last}&limit=100`)
    const { account, line } = await explained(it, items, last)
    await it.visit(`/households/${account.household}/income?period=${last}`)
    await it.page.getByRole('heading', { name: `${account.householder}户的收入账`, level: 1 }).waitFor()
    const shown = await it.page.locator('main, #content').first().innerText()
    for (const part of [yuan(account.net_per_capita), yuan(account.reference_per_capita), account.household_no]) {
      assert.ok(shown.includes(part), `${part} is not on the screen`)
    }
    for (const step of account.explanation.steps) assert.ok(shown.includes(step.shown), `${step.zh}: ${step.shown}`)
    // With the keyboard alone, down to the row of the file.
    const row = it.page.locator(`.income-component tr.ant-table-row[data-row-key="${line.line}"]`)
    await row.locator('button.ant-table-row-expand-icon').focus()
    await it.page.keyboard.press('Enter')
    const source = line.rows[0] ?? line.payments[0]
    await it.page.getByText(source.file).locator('visible=true').first().waitFor()
    await it.page.getByText(`第 ${source.row} 行`).locator('visible=true').first().waitFor()
    await it.check('income-account')
    await it.leave()
  })

  test('is a section of the household', async () => {
    const it = await desk(county)
    const last = await newest(it)
    const { items } = await it.ask(`/api/v1/income?period=${last}&limit=1`)
    await it.visit(`/households/${items[0].household}`)
    const section = it.page.getByRole('region', { name: '收入台账' })
    await section.getByRole('link', { name: '看每一项和怎么算出来的' }).click()
    await it.settled()
    assert.equal(new URL(it.page.url()).pathname, `/households/${items[0].household}/income`)
    await it.leave()
  })
})

describe('the analysis', () => {
  test('counts what the server counts, opens bands and townships, and leaves as a workbook', async () => {
    const it = await desk(county)
    await it.page.locator('nav').getByText('收入分析', { exact: true }).click()
    await it.settled()
    const last = await newest(it)
    const found = await it.ask(`/api/v1/income/analysis?period=${last}`)
    assert.ok(found.complete > 0, 'some accounts are complete')
    for (const heading of ['按人均纯收入分段', '构成和增长', '和规划比', '下级地区', '人群和地区名单']) {
      await it.page.getByRole('heading', { name: heading }).waitFor()
    }
    for (const chart of ['按人均纯收入分段', '构成和增长']) {
      await it.page.getByRole('img', { name: chart }).locator('canvas').waitFor()
    }
    await it.check('income-analysis')
    const workbook = await saved(it, it.page.getByRole('button', { name: '导出' }))
    assert.match(workbook.name, new RegExp(`收入分析-${last}.*\\.xlsx$`))
    const below = found.regions.find(one => one.complete > 0)
    assert.ok(below, 'a township has complete accounts')
    await it.page.getByRole('button', { name: below.zh, exact: true }).click()
    await it.settled()
    assert.match(it.page.url(), new RegExp(`region=[^&]*${below.code}`))
    const inside = await it.ask(`/api/v1/income/analysis?period=${last}&region=${below.code}`)
    assert.equal(inside.complete, below.complete)
    const band = inside.bands.find(one => one.households > 0)
    await it.page.getByRole('link', { name: new RegExp(`的 ${band.households} 户$`) }).first().click()
    await it.settled()
    assert.equal(new URL(it.page.url()).pathname, '/income')
    await it.page.locator('tr.ant-table-row').first().waitFor()
    await it.leave()
  })
})

describe('what is left to type', () => {
  test('is said for each form, and filling again changes nothing', async () => {
    const it = await desk(county)
    await it.visit('/income')
    await it.page.getByRole('link', { name: '填报负担' }).click()
    await it.settled()
    const last = await newest(it)
    // Families have changed since the accounts were filled: filling follows them, and once is enough.
    const done = await it.page.evaluate(async period => {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch('/api/v1/income/fill', { method: 'POST', headers, body: JSON.stringify({ period }) })
      return answer.status
    }, last)
    assert.ok(done < 300, String(done))
    const burden = await it.ask(`/api/v1/income/burden?period=${last}`)
    assert.equal(await it.page.locator('tr.ant-table-row').count(), burden.forms.length)
    for (const form of burden.forms) await it.page.getByText(form.zh).first().waitFor()
    await it.page.locator('button.ant-table-row-expand-icon').first().click()
    await it.page.getByText(burden.forms[0].lines[0].zh, { exact: true }).waitFor()
    await it.check('income-burden')
    await it.page.getByRole('button', { name: '再填一次' }).click()
    const dialog = it.page.locator('.ant-modal').locator('visible=true')
    await dialog.getByRole('radiogroup', { name: '哪一期' }).waitFor()
    assert.equal(await dialog.getByLabel('最后一个月', { exact: true }).inputValue(), last)
    await it.check('income-fill')
    await dialog.getByRole('button', { name: '从名单填账' }).click()
    await it.page.getByText(/名单和录入都没有变，和上次一样/).waitFor()
    await it.leave()
  })
})

/** An account of a list that is complete and has a line that rests on a row or a payment. */
async function explained(it, items, last) {
  for (const { household, net_per_capita: net } of items) {
    if (net == null) continue
    const account = await it.ask(`/api/v1/households/${household}/income?period=${last}`)
    const line = account.lines.find(one => one.rows.length + one.payments.length > 0)
    if (account.explanation && line) return { account, line }
  }
  throw new Error('no complete account of the list rests on a row')
}
