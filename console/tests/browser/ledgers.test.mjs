// A village records a project in its ledger: what is missing is said at its field, an action brings it
// on, the history tells it. A township sees its own records, and nothing of its neighbours'.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { who } from './desk.mjs'
import { Form } from './form.mjs'
import { county, office, township } from './office.mjs'

const { desk } = office()
const village = who('village_worker')

/** What is recorded here is told from what was there before. */
const mark = Date.now().toString(36).slice(-5)
const name = `岔路口蓄水池 ${mark}`

describe('a project', () => {
  let address

  test('is recorded by the village, and what is missing is said at its field', async () => {
    const it = await desk(village)
    await it.page.locator('nav').getByText('台账', { exact: true }).click()
    await it.settled()
    await it.page.getByRole('searchbox', { name: '查找台账' }).fill('项目库')
    await it.check('ledgers-menu')
    await it.page.getByRole('link', { name: '项目库', exact: true }).click()
    await it.settled()
    await it.page.getByRole('button', { name: '新增' }).click()
    const form = new Form(it, drawer(it))
    await form.write({ 建设任务: '修一口 200 方的蓄水池', 概算总投资: '十二万' })
    await form.press('保存')
    await refused(it, '/records')
    assert.equal(await form.field('建设任务').inputValue(), '修一口 200 方的蓄水池', 'what was filled in stays')
    assert.match(await problemOf(form, '概算总投资'), /应是数/)
    await form.write({ 概算总投资: '120000.50' })
    await problem(form, '概算总投资').waitFor({ state: 'detached' })
    await form.press('保存')
    await refused(it, '/records')
    for (const label of ['项目名称', '项目类型', '计划年度']) assert.match(await problemOf(form, label), /要填写/)
    await it.check('ledgers-refused')
    await form.write({ 项目名称: name })
    await form.pick({ 项目类型: '乡村基础设施' })
    await form.day({ 计划年度: '2023' })
    await form.press('保存')
    await it.page.getByRole('heading', { name, level: 1 }).waitFor()
    await it.settled()
    address = new URL(it.page.url()).pathname
    assert.match(await it.page.locator('main').innerText(), /120,000\.5 元/)
    await it.check('ledgers-record')
    await it.leave()
  })

  test('is declared once what the step needs is filled in', async () => {
    const it = await desk(village)
    await it.visit(address)
    await begin(it, '村申报')
    const form = new Form(it, drawer(it))
    await form.press('村申报')
    await refused(it, '/actions')
    for (const label of ['绩效目标', '实施单位']) assert.match(await problemOf(form, label), /这一步之前要填写/)
    await it.check('ledgers-action-refused')
    await form.write({ 绩效目标: '40 户 160 亩地能浇上水', 实施单位: '岔河村委会' })
    await form.press('村申报')
    await gone(it)
    const text = await it.page.locator('main').innerText()
    assert.match(text, /村已申报/)
    const history = await it.page.locator('.record-history').innerText()
    assert.match(history, /村申报[\s\S]*绩效目标[\s\S]*40 户 160 亩地能浇上水[\s\S]*登记/)
    await it.check('ledgers-history')
    await it.leave()
  })

  test('is changed, and voided with a reason', async () => {
    const it = await desk(village)
    await it.visit(address)
    await begin(it, '修改')
    const form = new Form(it, drawer(it))
    await form.write({ 实施地点: '上村小组' })
    await it.check('ledgers-change')
    await form.press('保存')
    await gone(it)
    assert.match(await it.page.locator('.record-history').innerText(), /修改[\s\S]*实施地点[\s\S]*上村小组/)
    await begin(it, '作废')
    const question = it.page.locator('.ant-modal').locator('visible=true')
    assert.ok((await question.innerText()).includes(name), 'the question names the record')
    await question.getByRole('button', { name: '作废' }).click()
    await refused(it, '/void')
    assert.match(await question.innerText(), /请写明理由/)
    await question.getByLabel('理由').fill('与上一条重复')
    await it.check('ledgers-void')
    await question.getByRole('button', { name: '作废' }).click()
    await it.page.getByText('已作废').waitFor()
    await it.settled()
    await it.visit('/ledgers/projects')
    assert.equal(await it.page.getByRole('link', { name }).count(), 0, 'it is not among the living')
    await it.page.getByRole('checkbox', { name: '看作废的' }).click()
    await it.page.getByRole('link', { name }).click()
    await it.settled()
    await begin(it, '恢复')
    await question.getByRole('button', { name: '恢复' }).click()
    await it.page.getByText('已作废').waitFor({ state: 'hidden' })
    await it.settled()
    await it.check('ledgers-restored')
    await it.leave()
  })

  test('counts in figures that say how they are computed', async () => {
    const it = await desk(village)
    await it.visit('/ledgers/projects')
    await it.page.getByRole('button', { name: '汇总数' }).click()
    await it.settled()
    await it.page.getByRole('button', { name: /^项目数/ }).click()
    const text = await drawer(it).innerText()
    assert.match(text, /记录条数/)
    assert.match(text, /状态不属于（“拟报”、“已出库”）/)
    assert.match(text, /乡村基础设施/)
    await it.check('ledgers-figure')
    await it.visit('/ledgers')
    const recent = it.page.locator('section', { has: it.page.getByRole('heading', { name: '最近打开' }) })
    assert.deepEqual(await recent.getByRole('link').allTextContents(), ['项目库'])
    await it.leave()
  })
})

describe('a ledger as files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shouwang-'))
  const good = `引水渠 ${mark}`
  const faulty = `晒场 ${mark}`

  /** Presses a button and gives what the browser saved. */
  async function saved(it, button) {
    const [file] = await Promise.all([it.page.waitForEvent('download'), button.click()])
    const path = join(folder, file.suggestedFilename())
    await file.saveAs(path)
    return path
  }

  function dialog(it) {
    return it.page.locator('.ant-modal').locator('visible=true')
  }

  /** Hands a file to the dialog and imports it. */
  async function handIn(it, path, how) {
    await it.page.getByRole('button', { name: /导入$/ }).first().click()
    await dialog(it).locator('input[type="file"]').first().setInputFiles(path)
    await dialog(it).getByRole('button', { name: how }).click()
    await dialog(it).locator('.import-sum').waitFor()
    await it.settled()
    return (await dialog(it).locator('.import-sum').innerText()).replace(/\s+/g, ' ')
  }

  test('gives a template, takes the good rows, gives the others back, and exports what it has', async () => {
    const it = await desk(village)
    await it.visit('/ledgers/projects')
    const template = await saved(it, it.page.getByRole('button', { name: '下载模板' }))
    assert.match(template, /项目库_导入模板\.xlsx$/)
    assert.equal(readFileSync(template).subarray(0, 2).toString(), 'PK')

    const rows = [
      '项目名称,项目类型,计划年度,概算总投资',
      `${good},乡村基础设施,2023,80000`,
      `${faulty},没有这种类型,2023,30000`,
    ]
    const sheet = join(folder, '项目.csv')
    writeFileSync(sheet, rows.join('\n'))
    const previewed = await handIn(it, sheet, '先看看会怎样')
    assert.equal(previewed, '读入 2 行 ＝ 新增 1 行 ＋ 修改 0 行 ＋ 没有变化 0 行 ＋ 没有导入 1 行')
    assert.match(await dialog(it).innerText(), /预览，还没有写入/)
    await it.check('ledgers-import-preview')
    await dialog(it).getByRole('button', { name: /导入$/ }).click()
    await dialog(it).getByText('导入完成').waitFor()
    await it.settled()
    assert.match(await dialog(it).innerText(), /项目类型：/)
    await it.check('ledgers-imported')
    const leftOut = await saved(it, dialog(it).getByRole('button', { name: '下载没有导入的行' }))
    assert.match(leftOut, /未导入\.xlsx$/)
    await dialog(it).getByRole('button', { name: '关闭', exact: true }).last().click()
    await it.page.getByRole('link', { name: good }).waitFor()
    assert.equal(await it.page.getByRole('link', { name: faulty }).count(), 0)

    // As it is, what was left out is left out again; mended, it is taken.
    assert.match(await handIn(it, leftOut, /导入$/), /新增 0 行 .* 没有导入 1 行/)
    await dialog(it).getByRole('button', { name: '关闭', exact: true }).last().click()
    writeFileSync(sheet, `${rows[0]}\n${rows[2].replace('没有这种类型', '乡村基础设施')}`)
    assert.match(await handIn(it, sheet, /导入$/), /新增 1 行 .* 没有导入 0 行/)
    await dialog(it).getByRole('button', { name: '关闭', exact: true }).last().click()
    await it.page.getByRole('link', { name: faulty }).waitFor()

    // What goes out comes in again unchanged.
    const exported = await saved(it, it.page.getByRole('button', { name: '导出' }))
    const again = await handIn(it, exported, /导入$/)
    assert.match(again, /新增 0 行 ＋ 修改 0 行 ＋ 没有变化 [1-9]\d* 行 ＋ 没有导入 0 行/)
    await dialog(it).getByRole('button', { name: '关闭', exact: true }).last().click()
    await it.leave()
  })

  test('refuses a file of something else at once, and says which', async () => {
    const it = await desk(village)
    await it.visit('/ledgers/projects')
    const other = join(folder, '别的.csv')
    writeFileSync(other, 'a,b\n1,2\n')
    await it.page.getByRole('button', { name: /导入$/ }).first().click()
    await dialog(it).locator('input[type="file"]').first().setInputFiles(other)
    await dialog(it).getByRole('button', { name: /导入$/ }).click()
    await refused(it, '/imports')
    assert.match(await dialog(it).innerText(), /别的\.csv：没有找到“项目库”的表头/)
    await it.check('ledgers-import-refused')
    await it.leave()
  })

  test('keeps files of a record, and its paper', async () => {
    const it = await desk(village)
    await it.visit('/ledgers/projects')
    await it.page.getByRole('link', { name: good }).click()
    await it.settled()
    const files = it.page.locator('.record-files')
    const photo = join(folder, '现场.png')
    writeFileSync(photo, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]))
    await it.page.locator('.record-add-file input[type="file"]').setInputFiles(photo)
    await files.getByText('现场.png').waitFor()
    await it.settled()
    await it.check('ledgers-attachment')
    const got = await saved(it, files.getByRole('button', { name: '下载 现场.png' }))
    assert.deepEqual(readFileSync(got), readFileSync(photo))
    await files.getByRole('button', { name: '移除 现场.png' }).click()
    await dialog(it).getByLabel('理由').fill('拍错了')
    await dialog(it).getByRole('button', { name: '移除', exact: true }).click()
    await files.getByText('现场.png').waitFor({ state: 'detached' })
    await it.settled()
    assert.match(await it.page.locator('.record-history').innerText(), /移除附件[\s\S]*现场\.png[\s\S]*拍错了/)
    const [paper] = await Promise.all([
      it.page.waitForEvent('popup'),
      it.page.getByRole('link', { name: '打印' }).click(),
    ])
    await paper.waitForLoadState()
    const text = await paper.locator('body').innerText()
    assert.match(text, /项目申报表/)
    assert.ok(text.includes(good))
    await paper.close()
    await it.leave()
  })
})

describe('the records of a township', () => {
  let own
  let other
  before(async () => {
    const near = await desk(township)
    const { region } = await near.ask('/api/v1/session')
    await near.leave()
    const it = await desk(county)
    const { children } = await it.ask(`/api/v1/regions/${region.slice(0, 6)}`)
    const elsewhere = children.find(child => child.code !== region)
    own = await record(it, region, `本乡道路 ${mark}`)
    other = await record(it, elsewhere.code, `邻乡道路 ${mark}`)
    await it.visit('/ledgers/projects')
    for (const { title } of [own, other]) await it.page.getByRole('link', { name: title }).waitFor()
    await it.check('ledgers-county')
    await it.leave()
  })

  test('are all it sees, in the list and by address', async () => {
    const it = await desk(township)
    await it.visit('/ledgers/projects')
    await it.page.getByRole('link', { name: own.title }).waitFor()
    assert.ok(!(await it.page.locator('body').innerText()).includes(other.title))
    await it.check('ledgers-township')
    await it.visit(`/ledgers/projects?region=%22${other.region}%22`)
    assert.ok(!(await it.page.locator('body').innerText()).includes(other.title))
    it.refused(`/records?region=${other.region}&limit=50`, 404)
    it.refused(`/counts?region=${other.region}`, 404)
    await it.visit(`/ledgers/projects/${other.record}`)
    assert.match(await it.page.locator('body').innerText(), /没有这条记录，或不在您的范围内/)
    it.refused(`/records/${other.record}`, 404)
    await it.check('ledgers-township-refused')
    await it.leave()
  })
})

function drawer(desk) {
  return desk.page.locator('.ant-drawer-content-wrapper').locator('visible=true')
}

/** Begins what stands among the actions of a record. */
async function begin(desk, action) {
  await desk.page.locator('aside.record-side').getByRole('button', { name: action, exact: true }).click()
  await desk.page.locator('.ant-drawer-content-wrapper, .ant-modal').locator('visible=true').first().waitFor()
}

/** A form was handed in and is gone. */
async function gone(desk) {
  await drawer(desk).waitFor({ state: 'hidden' })
  await desk.settled()
}

/** The server refused what was handed in; the page says so. */
async function refused(desk, path) {
  await desk.page.locator('.record-refused').waitFor()
  await desk.settled()
  desk.refused(path, 422)
}

/** What stands below a field that is marked. */
function problem(form, label) {
  const item = form.within.locator('.ant-form-item', { has: form.desk.page.getByLabel(label, { exact: true }) })
  return item.locator('.ant-form-item-explain-error')
}

function problemOf(form, label) {
  return problem(form, label).innerText()
}

/** Records a project by the interface. */
async function record(desk, region, title) {
  const body = { region, values: { name: title, kind: 'infrastructure', year: '2023', budget: '50000' } }
  const answer = await desk.page.evaluate(async it => {
    const key = crypto.getRandomValues(new Uint32Array(4)).join('')
    const response = await fetch('/api/v1/ledgers/projects/records', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(it),
    })
    return { ok: response.ok, body: await response.json() }
  }, body)
  assert.ok(answer.ok, JSON.stringify(answer.body))
  return { record: answer.body.record, region, title }
}
