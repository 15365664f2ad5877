// Reports: listed, shown for a month, opened down to households, printed and kept, taken as a workbook, put together,
// and the register of who asked for which numbers.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { county, office, township } from './office.mjs'

const { desk } = office()

const name = '脱贫人口收入、务工和“三保障”监测表'

/** Sends what the page would send, as the person who is signed in. */
async function sent(it, path, body) {
  const answer = await it.page.evaluate(
    async ([to, what]) => {
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(to, { method: 'POST', headers, body: JSON.stringify(what) })
      return { status: response.status, body: await response.text() }
    },
    [path, body],
  )
  assert.ok(answer.status < 300, `${path}: ${answer.status} ${answer.body}`)
  return JSON.parse(answer.body)
}

/** The newest month that was screened, with its indicators computed. */
async function computed(it) {
  const [month] = await it.ask('/api/v1/clues/months')
  assert.ok(month, 'a month was screened')
  const { region } = await it.ask('/api/v1/session')
  await sent(it, '/api/v1/indicators/compute', { region, month })
  return { month, region }
}

describe('a report', () => {
  test('is listed, shown for a month, and its numbers open down to households', async () => {
    const it = await desk(county)
    const { month } = await computed(it)
    await it.page.locator('nav').getByText('报表', { exact: true }).click()
    await it.settled()
    const listed = await it.ask('/api/v1/reports')
    assert.equal(await it.page.locator('tr.ant-table-row').count(), listed.length)
    await it.check('reports-list')
    await it.visit(`/reports/income_and_guarantees?period=${month}&others=false`)
    await it.page.getByRole('heading', { name, level: 1 }).waitFor()
    const shown = await it.ask(`/api/v1/reports/income_and_guarantees?period=${month}`)
    const [table] = shown.content.parts
    const codes = table.rows.filter(row => !row.is_total).map(row => row.region)
    assert.deepEqual(codes, codes.toSorted(), 'in the order of codes')
    const place = table.rows.find(row => !row.is_total && Number(row.cells[0].value) > 0)
    assert.ok(place, 'somewhere there are households')
    await it.check('report')
    const number = it.page.getByRole('button', { name: new RegExp(`^打开${place.name}的脱贫户户数：`) })
    await number.click()
    const drawer = it.page.locator('.ant-drawer').locator('visible=true')
    await drawer.getByRole('heading', { name: '背后的户' }).waitFor()
    const parts = await it.ask(
      `/api/v1/indicators/out_of_poverty_households/parts?region=${place.region}&month=${month}&limit=50`,
    )
    assert.ok(parts.rows.length > 0)
    await drawer.getByRole('link', { name: parts.rows[0].householder }).first().waitFor()
    await it.check('report-number')
    await it.leave()
  })

  test('is printed, kept, and leaves as paper and as a workbook', async () => {
    const it = await desk(county)
    const { month } = await computed(it)
    await it.visit(`/reports/income_and_guarantees?period=${month}`)
    await it.page.getByRole('button', { name: '打印并留底' }).click()
    await it.page.getByRole('heading', { name: '打印记录', level: 1 }).waitFor()
    await it.settled()
    await it.page.getByText('照当时的数重新填，与留底一字不差').waitFor()
    await it.page.getByText('打印以后，这些数没有变').waitFor()
    await it.check('report-print')
    const [file] = await Promise.all([
      it.page.waitForEvent('download'),
      it.page.getByRole('button', { name: 'Excel' }).click(),
    ])
    assert.match(file.suggestedFilename(), /监测表-.*\.xlsx$/)
    assert.equal(readFileSync(await file.path()).subarray(0, 2).toString(), 'PK')
    const id = new URL(it.page.url()).pathname.split('/').at(-1)
    const printed = await it.ask(`/api/v1/report-prints/${id}`)
    await it.visit(`/api/v1/report-prints/${id}/paper`)
    const paper = await it.page.locator('body').innerText()
    for (const part of ['监测02表', '填表人', '审核人', printed.sm3]) assert.ok(paper.includes(part), part)
    await it.leave()
  })

  test('of the county does not exist for a township', async () => {
    const it = await desk(county)
    const { month, region } = await computed(it)
    const printed = await sent(it, '/api/v1/reports/monthly_dispatch/prints', { region, period: month })
    await it.leave()
    const other = await desk(township)
    const status = await other.page.evaluate(async path => (await fetch(path)).status, `/api/v1/report-prints/${printed.print}`)
    assert.equal(status, 404)
    // The answer the page asked for is not a mistake of the page.
    other.complaints.length = 0
    await other.leave()
  })
})

describe('a report that somebody asks for', () => {
  test('is put together, looked at and saved with who asked', async () => {
    const it = await desk(county)
    await computed(it)
    await it.visit('/reports/new')
    const chosen = it.page.locator('.builder-figure').first().locator('.ant-select').first()
    await chosen.click()
    await chosen.locator('input').fill('out_of_poverty_households')
    await it.page.keyboard.press('Enter')
    await it.page.getByRole('button', { name: '看一看' }).click()
    await it.page.getByRole('heading', { name: '存为自编报表' }).waitFor()
    await it.check('report-builder')
    await it.page.getByLabel('名称', { exact: true }).fill('州里要的脱贫户数')
    await it.page.getByLabel('要数的单位或职务', { exact: true }).fill('州农业农村局')
    await it.page.getByLabel('做什么用', { exact: true }).fill('督导')
    await it.page.getByRole('button', { name: '存为自编报表' }).click()
    await it.page.getByRole('heading', { name: '州里要的脱贫户数', level: 1 }).waitFor()
    const listed = await it.ask('/api/v1/reports')
    assert.ok(listed.some(one => one.kind === 'template' && one.asker === '州农业农村局'))
    await it.leave()
  })

  test('is in the register, where whoever asks again is shown the first time', async () => {
    const it = await desk(county)
    const { month, region } = await computed(it)
    const asked = { region, period: month, indicators: ['all_households'], asked_on: '2023-01-06', purpose: '月报' }
    await sent(it, '/api/v1/number-requests', { ...asked, asker: '县统计局' })
    const again = await sent(it, '/api/v1/number-requests', { ...asked, asker: '县委办' })
    assert.equal(again.earlier[0].asker, '县统计局')
    await it.visit('/reports?tab=requests')
    await it.page.getByText('县委办').first().waitFor()
    await it.check('report-requests')
    await it.page.getByRole('row', { name: /县委办/ }).first().getByRole('button', { name: '答 复' }).or(
      it.page.getByRole('row', { name: /县委办/ }).first().getByRole('button', { name: '答复' }),
    ).first().click()
    const dialog = it.page.locator('.ant-modal').locator('visible=true')
    await dialog.getByLabel('怎样答复的', { exact: true }).fill('已报')
    await dialog.locator('.ant-btn-primary').click()
    await it.page.getByText('已报').first().waitFor()
    await it.leave()
  })
})
