// A village fills what nobody knows of a family's income, and corrects it with a reason; what stood there before stays.
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { who } from './desk.mjs'
import { Form } from './form.mjs'
import { office } from './office.mjs'

const { desk } = office({ asks: true })
const village = who('village_worker')

describe('the income of a family', () => {
  let address

  before(async () => {
    const it = await desk(village)
    const [{ last }] = await it.ask('/api/v1/income/periods')
    const { items } = await it.ask(`/api/v1/income?period=${last}&open=true&limit=1`)
    assert.ok(items[0], 'a family of the village has something unknown')
    address = `/households/${items[0].household}/income?period=${last}`
    await it.leave()
  })

  test('is asked of the village where nobody knows it', async () => {
    const it = await desk(village)
    await it.visit(address)
    await it.check('income-unknown')
    await it.page.getByRole('button', { name: /填没人知道的/ }).click()
    const form = new Form(it, drawer(it))
    await form.field('种植收入').waitFor()
    await form.press('保存')
    await drawer(it).getByText('还没有填任何数').waitFor()
    await form.write({ 种植收入: '一千', 说明: '户主' })
    await form.press('保存')
    assert.match(await problemOf(form, '种植收入'), /以元为单位/)
    await it.check('income-entry-refused')
    await form.write({ 种植收入: '1200.50', 养殖收入: '0' })
    await form.press('保存')
    await gone(it)
    await says(it, 'crops', '1,200.50')
    assert.match(await rowOf(it, 'crops').innerText(), /1,200\.50[\s\S]*本人口述[\s\S]*户主/)
    assert.match(await rowOf(it, 'livestock').innerText(), /0\.00[\s\S]*本人口述/)
    await it.check('income-entered')
    await it.leave()
  })

  test('is corrected only with a reason, and the history keeps both', async () => {
    const it = await desk(village)
    await it.visit(address)
    await it.page.getByRole('button', { name: '更正种植收入' }).click()
    const form = new Form(it, drawer(it))
    await drawer(it).getByText(/现在是 1,200\.50 元/).waitFor()
    await form.write({ 种植收入: '900' })
    await form.choose({ 从哪里知道的: '有材料' })
    await form.press('保存')
    assert.match(await problemOf(form, '为什么要改'), /请填写/)
    assert.match(await problemOf(form, '说明'), /请填写/)
    await form.write({ 为什么要改: '多算了一季', 说明: '2023年收购单' })
    await it.check('income-correct')
    await form.press('保存')
    await gone(it)
    await says(it, 'crops', '900.00')
    assert.match(await rowOf(it, 'crops').innerText(), /900\.00[\s\S]*有材料/)
    await rowOf(it, 'crops').locator('button.ant-table-row-expand-icon').click()
    const history = it.page.locator('.income-sources').locator('visible=true')
    const text = await history.innerText()
    for (const part of ['900.00', '多算了一季', '2023年收购单', '1,200.50']) assert.ok(text.includes(part), part)
    await it.check('income-history')
    await it.leave()
  })

  test('can be taken back', async () => {
    const it = await desk(village)
    await it.visit(address)
    await it.page.getByRole('button', { name: '更正养殖收入' }).click()
    const form = new Form(it, drawer(it))
    await drawer(it).getByRole('checkbox', { name: /^撤回这个数/ }).check()
    await form.write({ 为什么要改: '填错了户' })
    await form.press('保存')
    await gone(it)
    await says(it, 'livestock', '没人知道')
    await it.leave()
  })

  test('is entered by quarter where the county collects by quarter', async () => {
    const it = await desk(village)
    await it.visit(address)
    await it.page.getByRole('button', { name: '填林果收入' }).click()
    const form = new Form(it, drawer(it))
    await form.pick({ 填的是哪一期: '2023Q1 · 2023-01 至 2023-03' })
    await form.write({ 林果收入: '300', 说明: '户主' })
    await form.press('保存')
    await gone(it)
    const row = rowOf(it, 'forest_fruit')
    assert.match(await row.innerText(), /没人知道/, 'one quarter is not the year')
    await row.locator('button.ant-table-row-expand-icon').click()
    const sources = it.page.locator('.income-sources').locator('visible=true')
    await sources.getByText('300.00').first().waitFor()
    const text = await sources.innerText()
    assert.match(text, /2023-01 至 2023-03[\s\S]*300\.00/)
    await it.check('income-quarter')
    await it.leave()
  })

  test('is seen by the one who was second, with what stands there now', async () => {
    const it = await desk(village)
    await it.visit(address)
    await it.page.getByRole('button', { name: '填其他经营收入' }).click()
    const form = new Form(it, drawer(it))
    await form.write({ 其他经营收入: '500', 说明: '户主' })
    // Somebody else enters it meanwhile.
    await enter(it, address, { line: 'other_operating', yuan: '700', kind: 'said', source: '儿子' })
    await form.press('保存')
    await drawer(it).getByText(/别人刚填过/).waitFor()
    await it.settled()
    it.refused('/income', 422)
    await drawer(it).getByText(/现在是 700\.00 元/).waitFor()
    assert.equal(await form.field('其他经营收入').inputValue(), '500', 'what was filled in stays')
    await form.write({ 为什么要改: '儿子说的是去年的' })
    await form.press('保存')
    await gone(it)
    await says(it, 'other_operating', '500.00')
    await it.leave()
  })
})

function drawer(desk) {
  return desk.page.locator('.ant-drawer-content-wrapper').locator('visible=true')
}

/** A form was handed in and is gone. */
async function gone(desk) {
  await drawer(desk).waitFor({ state: 'hidden' })
  await desk.settled()
}

/** The account is read again once the form is gone: waits until a line says something. */
async function says(desk, line, text) {
  await rowOf(desk, line).getByText(text).first().waitFor()
}

/** The row of a line. */
function rowOf(desk, line) {
  return desk.page.locator(`.income-component tr.ant-table-row[data-row-key="${line}"]`)
}

/** What stands below a field that is marked. */
async function problemOf(form, label) {
  const item = form.within.locator('.ant-form-item', { has: form.desk.page.getByLabel(label, { exact: true }) })
  return item.locator('.ant-form-item-explain-error').innerText()
}

/** Enters a value by the interface. */
async function enter(desk, address, value) {
  const url = new URL(address, desk.url)
  const body = { period: url.searchParams.get('period'), values: [value] }
  const answer = await desk.page.evaluate(
    async ([path, it]) => {
      const key = crypto.getRandomValues(new Uint32Array(4)).join('')
      const response = await fetch(`/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(it),
      })
      return { ok: response.ok, body: await response.text() }
    },
    [url.pathname, body],
  )
  assert.ok(answer.ok, answer.body)
}
