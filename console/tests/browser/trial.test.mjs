// The county tries another figure before anybody asks for it: which families a changed line would point
// out, on the month that was screened, by township and rule; nothing is changed by trying.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Form } from './form.mjs'
import { county, office } from './office.mjs'

const { desk } = office()

const month = '2023-10'
const line = '云南省防止返贫监测线（人均年纯收入）'

describe('a trial of another line', () => {
  test('says what cannot be tried', async () => {
    const it = await desk(county)
    await it.visit('/trials')
    await ask(it, '很高')
    const alert = it.page.locator('main').getByRole('alert')
    await alert.waitFor()
    assert.match(await alert.innerText(), /很高/)
    assert.equal(await it.page.getByLabel('试成', { exact: true }).inputValue(), '很高', 'what was filled in stays')
    await it.check('trial-refused')
    await it.leave()
  })

  test('shows the figures of the job, and changes nothing', async () => {
    const it = await desk(county)
    const clues = (await it.ask(`/api/v1/clues?month=${month}&limit=200`)).items.map(clue => `${clue.clue} ${clue.class}`)
    await it.visit('/trials')
    await ask(it, '+10%')
    await it.page.getByRole('heading', { name: '试算结果' }).waitFor({ timeout: 120_000 })
    await it.settled()
    const id = new URL(it.page.url()).searchParams.get('job').replaceAll('"', '')
    const { state, result } = await it.ask(`/api/v1/jobs/${id}`)
    assert.equal(state, 'done')
    const { total, areas, rules } = result
    assert.ok(total.now.visits > 0 && total.tried.visits > total.now.visits, JSON.stringify(total))

    const more = total.tried.visits - total.now.visits
    assert.deepEqual(await cells(it, '需入户的户'), ['需入户的户', `${total.now.visits}`, `${total.tried.visits}`, `+${more}`])
    await it.page.getByText(`新增提示 ${total.more} 户，不再提示 ${total.fewer} 户`).waitFor()

    const townships = areas.filter(area => area.level === 'township')
    assert.equal(townships.reduce((sum, area) => sum + area.tried.visits, 0), total.tried.visits)
    const signed = value => (value > 0 ? `+${value}` : String(value).replace('-', '−'))
    const tiles = await it.page.locator('ul.tiles li').allInnerTexts()
    assert.equal(tiles.length, townships.length)
    for (const { tried, now } of townships) {
      const figure = signed(tried.visits - now.visits)
      assert.ok(tiles.some(tile => tile.endsWith(figure)), `${figure} among ${tiles}`)
    }
    await it.check('trial-map')

    await it.page.locator('main').getByText('表格', { exact: true }).click()
    for (const { region, name, tried, now } of townships) {
      const row = (await it.page.locator(`tr[data-row-key="${region}"]`).innerText()).trim()
      assert.ok(row.startsWith(name) && row.endsWith(signed(tried.visits - now.visits)), row)
    }
    const changed = rules.find(rule => rule.findings_now !== rule.findings_tried)
    const found = await it.page.getByRole('row').filter({ hasText: changed.title }).first().innerText()
    for (const figure of [changed.findings_now, changed.findings_tried]) assert.ok(found.includes(String(figure)), found)
    await it.page.getByRole('heading', { name: `结果不同的户（${result.households_changed} 户）` }).waitFor()
    await it.check('trial-table')

    const after = (await it.ask(`/api/v1/clues?month=${month}&limit=200`)).items.map(clue => `${clue.clue} ${clue.class}`)
    assert.deepEqual(after, clues, 'the clues are as they were')
    const parameters = await it.ask('/api/v1/policy/parameters?region=532327000000&on=2023-10-31')
    assert.equal(parameters.find(parameter => parameter.zh === line).value_zh, '8700元', 'the line is as it was')
    await it.leave()
  })

  test('stays to be looked at again', async () => {
    const it = await desk(county)
    await it.visit('/trials')
    await it.page.getByRole('button', { name: '以前的试算' }).click()
    await it.page.getByRole('button', { name: new RegExp(`试算.*${month}`) }).first().click()
    await it.page.getByRole('heading', { name: '试算结果' }).waitFor()
    await it.settled()
    await it.check('trial-again')
    await it.leave()
  })
})

/** Asks for a trial of the line on the month. */
async function ask(desk, value) {
  const form = new Form(desk, desk.page.locator('main'))
  await form.field('月份').fill(month)
  await form.field('月份').press('Enter')
  await form.field('参数').fill('监测线')
  await form.pick({ 参数: line })
  await desk.page.getByText('现在是 8700元').waitFor()
  await form.write({ 试成: value })
  await form.press('开始试算')
}

/** The cells of the row that begins with some words. */
async function cells(desk, words) {
  const row = desk.page.getByRole('row').filter({ has: desk.page.getByRole('cell', { name: words, exact: true }) }).first()
  return row.getByRole('cell').allInnerTexts()
}
