// Plan targets of a county: the table by plan and chapter, one target down to the households behind its number, a number
// entered by hand, a task, an evaluation round that keeps the table of its day; and the annual collection of incomes.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { Form } from './form.mjs'
import { county, office, township } from './office.mjs'

const { desk } = office()
const month = '2023-10'

/** Presses a button and gives what the browser saved. */
async function saved(it, button) {
  const [file] = await Promise.all([it.page.waitForEvent('download'), button.click()])
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) }
}

/** Sends as the console does, and gives what came back. */
async function does(it, path, body) {
  const answer = await it.page.evaluate(
    async ([to, said]) => {
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(to, { method: 'POST', headers, body: JSON.stringify(said) })
      return { status: response.status, body: await response.text() }
    },
    [path, body],
  )
  assert.ok(answer.status < 300, `${path}: ${answer.status} ${answer.body}`)
  return JSON.parse(answer.body)
}

const drawer = it => it.page.locator('.ant-drawer').locator('visible=true')

describe('the targets of a county', () => {
  before(async () => {
    const it = await desk(county)
    const { region } = await it.ask('/api/v1/session')
    await does(it, '/api/v1/indicators/compute', { region, month })
    await it.leave()
  })

  test('stand by chapter with value, forecast, light and the oddities of the plan, and leave as a workbook', async () => {
    const it = await desk(county)
    await it.page.locator('nav').getByText('规划目标', { exact: true }).click()
    await it.settled()
    await it.visit(`/targets?month=${month}`)
    const table = await it.ask(`/api/v1/targets?month=${month}`)
    assert.ok(table.targets.length > 0, 'the county has a plan')
    const chapters = new Set(table.targets.map(one => `${one.plan} ${one.chapter}`))
    await it.page.locator('tr.targets-chapter').nth(chapters.size - 1).waitFor()
    assert.equal(await it.page.locator('tr.targets-chapter').count(), chapters.size)
    assert.ok(table.oddities.length > 0, 'the plan contradicts itself somewhere')
    await it.page.getByRole('heading', { name: '原文里的矛盾和蹊跷处' }).waitFor()
    const shown = await it.page.locator('#content').innerText()
    const withValue = table.targets.find(one => one.value != null)
    assert.ok(withValue, 'a target has a value')
    for (const part of [withValue.zh, withValue.value, withValue.why_zh, table.oddities[0].zh]) {
      assert.ok(shown.includes(part), `${part} is not on the screen`)
    }
    await it.check('targets')
    const workbook = await saved(it, it.page.getByRole('button', { name: '导出' }))
    assert.match(workbook.name, new RegExp(`规划目标.*${month}.*\\.xlsx$`))
    assert.equal(workbook.bytes.subarray(0, 2).toString(), 'PK')
    // Those without a light alone.
    const grey = table.targets.filter(one => one.light === 'grey')
    await it.page.getByRole('radiogroup', { name: '按灯看' }).getByText(/^不亮灯/).click()
    await it.settled()
    await it.page.locator('tr.ant-table-row:not(.targets-chapter)').nth(grey.length - 1).waitFor()
    assert.match(it.page.url(), /light=grey/)
    await it.leave()
  })

  test('open down to the households behind a number', async () => {
    const it = await desk(county)
    await it.visit(`/targets?month=${month}`)
    const { targets } = await it.ask(`/api/v1/targets?month=${month}`)
    const target = targets.find(one => one.how === 'computed' && one.period === month)
    assert.ok(target, 'a target has a computed value')
    await it.page.getByRole('link', { name: target.zh, exact: true }).first().click()
    await it.settled()
    const story = await it.ask(`/api/v1/targets/${target.target}?month=${month}`)
    await it.page.getByRole('heading', { name: target.zh, level: 1 }).waitFor()
    await it.page.getByRole('img', { name: '历年的数' }).locator('canvas').waitFor()
    for (const step of story.steps) await it.page.getByText(step.arithmetic, { exact: true }).first().waitFor()
    await it.check('target')
    await it.page.getByRole('link', { name: `看 ${month} 这个数背后的户` }).click()
    await it.settled()
    const opened = await it.ask(`/api/v1/indicators/${story.indicator.indicator}/parts?month=${month}&limit=50`)
    assert.ok(opened.rows.length > 0, 'households are behind it')
    const row = it.page.locator(`tr.ant-table-row[data-row-key="${opened.rows[0].household}"]`)
    await row.waitFor()
    assert.ok((await row.innerText()).includes(opened.rows[0].village))
    await it.check('target-opened')
    // A township has its own part and no plan.
    const part = opened.regions.find(one => one.value != null)
    await it.page.getByRole('button', { name: part.name, exact: true }).click()
    await it.settled()
    assert.match(it.page.url(), new RegExp(`region=[^&]*${part.region}`))
    await it.leave()
    const below = await desk(township)
    await below.visit('/targets')
    await below.page.getByText('这个地区没有登记规划目标', { exact: false }).waitFor()
    await below.check('targets-none')
    await below.leave()
  })

  test('take a number with its document where nothing computes one, and what was replaced stays', async () => {
    const it = await desk(county)
    const { targets } = await it.ask(`/api/v1/targets?month=${month}`)
    const target = targets.find(one => !one.is_measured && one.wanted != null)
    assert.ok(target, 'a target is entered by hand')
    await it.visit(`/targets/${target.target}?month=${month}`)
    for (const [number, document] of [['1', '二〇二二年公报'], ['2', '二〇二二年公报更正']]) {
      await it.page.getByRole('button', { name: '登记数' }).click()
      const form = new Form(it, drawer(it))
      await form.field('数').waitFor()
      await form.write({ 数: '一', 出自哪份文件: document })
      await form.press('保存')
      await drawer(it).getByText('请写一个小数', { exact: false }).waitFor()
      await form.write({ 数: number })
      await form.day({ 哪一期: '2022' })
      if (number === '1') await it.check('target-enter')
      await form.press('保存')
      await it.page.getByText('2022 的数已登记').last().waitFor()
      await it.settled()
    }
    await it.page.locator('tr.ant-table-row[data-row-key="2022"]').getByText('二〇二二年公报更正').waitFor()
    await it.page.getByRole('button', { name: '2022 这个数登记过什么' }).click()
    await drawer(it).getByText('二〇二二年公报', { exact: true }).waitFor()
    await drawer(it).getByText('现在算数').waitFor()
    await it.check('target-earlier')
    await it.leave()
  })

  test('get a task with its owner and day', async () => {
    const it = await desk(county)
    const { targets } = await it.ask(`/api/v1/targets?month=${month}`)
    const target = targets.find(one => one.needs_task) ?? targets.find(one => one.wanted != null)
    await it.visit(`/targets/${target.target}?month=${month}`)
    await it.page.getByRole('button', { name: '开任务' }).click()
    const form = new Form(it, drawer(it))
    await form.write({ 责任单位: '县人社局', 责任人职务: '分管副局长' })
    await form.day({ 完成时限: '2030-06-30' })
    await it.check('target-task')
    await form.press('开任务')
    await it.page.getByRole('cell', { name: '县人社局' }).first().waitFor()
    const after = await it.ask(`/api/v1/targets?month=${month}`)
    const told = after.targets.find(one => one.target === target.target)
    assert.equal(told.tasks[0]?.owner_unit, '县人社局')
    assert.equal(told.needs_task, false)
    await it.leave()
  })

  test('are kept by an evaluation round as they were on its day', async () => {
    const it = await desk(county)
    await it.visit(`/targets/evaluations?month=${month}`)
    await it.page.getByRole('button', { name: '开始一轮评估' }).click()
    const form = new Form(it, drawer(it))
    await form.write({ 评估: '中期评估', 评估单位: '县乡村振兴局' })
    await form.choose({ 种类: '中期评估', 由谁评: '自评' })
    await it.check('evaluation-begin')
    await form.press('开始一轮评估')
    const row = it.page.locator('tr.ant-table-row', { hasText: '县乡村振兴局' }).first()
    await row.waitFor()
    await it.check('evaluations')
    await row.getByRole('link', { name: '中期评估' }).click()
    await it.settled()
    await it.page.getByText(/规划目标-.*\.xlsx/).first().waitFor()
    await it.leave()
  })

  test('and their indicators are listed with formula and source', async () => {
    const it = await desk(county)
    await it.visit('/targets/indicators')
    const lines = await it.ask('/api/v1/indicators')
    assert.equal(await it.page.locator('tr.ant-table-row').count(), lines.length)
    await it.check('indicators')
    await it.leave()
  })
})

describe('the annual collection', () => {
  test('is read, compared with the accounts, and handed back', async () => {
    const it = await desk(county)
    const [{ last }] = await it.ask('/api/v1/income/periods')
    const { items } = await it.ask(`/api/v1/income?period=${last}&limit=200`)
    const known = items.find(one => one.wage != null && one.net_per_capita != null)
    assert.ok(known, 'an account has wages')
    const wage = known.wage / 100 + 1000
    const file = join(mkdtempSync(join(tmpdir(), 'collection-')), '年度采集.csv')
    writeFileSync(
      file,
      '户编号,姓名,证件号码,与户主关系,乡镇,村,工资性收入\n' + `${known.household_no},某,,户主,某镇,某村,${wage}\n`,
    )
    await it.visit('/income')
    await it.page.getByRole('link', { name: '年度采集表' }).click()
    await it.settled()
    await it.visit(`/income/collections?period=${last}`)
    await it.page.locator('input[type="file"]').nth(0).setInputFiles(file)
    await it.page.getByRole('button', { name: '开始读' }).click()
    await it.page.getByText('读到 1 行 ＝ 收下 1 ＋ 略过 0 ＋ 没有收 0').waitFor()
    await it.page.getByRole('link', { name: known.household_no }).waitFor()
    await it.check('income-collection')
    const workbook = await saved(it, it.page.getByRole('button', { name: '下载核对表' }))
    assert.equal(workbook.bytes.subarray(0, 2).toString(), 'PK')
    await it.visit(`/income/collections?period=${last}`)
    await it.page.getByRole('link', { name: '年度采集.csv' }).first().waitFor()
    await it.check('income-collections')
    await it.page.locator('input[type="file"]').nth(2).setInputFiles(file)
    const handed = await saved(it, it.page.getByRole('button', { name: '下载写好的表' }))
    assert.match(handed.name, /\.xlsx$/)
    assert.equal(handed.bytes.subarray(0, 2).toString(), 'PK')
    await it.leave()
  })
})
