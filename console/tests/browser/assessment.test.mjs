// The yearly assessment in the browser: the county begins a round and draws its sample, an assessor fills the form of a
// household, and the items show where their numbers come from.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { who } from './desk.mjs'
import { Form, question } from './form.mjs'
import { county, office } from './office.mjs'

const { desk } = office()
const assessor = who('assessor')

/** The round the tests work at. */
async function round(it) {
  const rounds = await it.ask('/api/v1/assessments')
  const open = rounds.find(one => one.state === 'open')
  assert.ok(open, 'a round is open')
  return open.round
}

describe('a round of assessment', { concurrency: false }, () => {
  test('is begun and its sample drawn, and the seed draws the same again', async () => {
    const it = await desk(county)
    await it.page.locator('nav').getByText('考核评估', { exact: true }).click()
    await it.settled()
    await it.check('assessment-rounds')
    await it.page.getByRole('button', { name: '发起一轮' }).click()
    const dialog = it.page.getByRole('dialog')
    const form = new Form(it, dialog)
    await form.day({ 数据取到: '2023-10' })
    await form.write({ 种子: '2023-browser' })
    await form.press('发起一轮')
    await it.page.getByRole('button', { name: '抽样' }).click()
    await it.page.getByText('已抽样').first().waitFor()
    await it.settled()
    await it.page.getByRole('tab', { name: '样本和调查' }).click()
    await it.page.getByText('按种子和底册重抽一遍，和样本一样').waitFor()
    const sample = await it.ask(`/api/v1/assessments/${await round(it)}/sample`)
    assert.ok(sample.same_as_seed && sample.rows.length > 0)
    assert.equal(sample.seed, '2023-browser')
    await it.page.getByRole('button', { name: '分给评估人员' }).click()
    const assign = new Form(it, it.page.getByRole('dialog'))
    await assign.field('评估人员').click()
    await it.page.locator('.ant-select-item-option').locator('visible=true').first().click()
    await assign.press('确定')
    await it.page.getByText(/已分出 \d+ 户/).first().waitFor()
    await it.check('assessment-sample')
    await it.leave()
  })

  test('an assessor fills the form of a household of the own sample, and sees nothing else', async () => {
    const it = await desk(assessor)
    await it.visit('/surveys')
    const places = await it.page.locator('nav .ant-menu-item').allInnerTexts()
    assert.ok(!places.some(one => ['线索', '办案', '一户一档', '考核评估'].includes(one.trim())), places.join(' '))
    const lines = await it.ask('/api/v1/surveys')
    const before = lines.filter(one => one.state === 'waiting')
    assert.ok(before.length > 0, 'households wait')
    await it.check('assessment-surveys')
    await it.page.getByRole('link', { name: `${before[0].householder}户的调查表` }).first().click()
    await it.settled()
    await it.check('assessment-survey')
    const form = new Form(it)
    await form.choose({
      '对巩固脱贫成果和帮扶工作满意吗': '满意',
      '该享受的政策都享受到了吗': '都享受到了',
      '帮扶责任人今年来过吗': '来过',
      '吃穿、上学、看病、住房、饮水有没有问题': '都没有问题',
      '评估员看：应纳入监测而没有纳入': '没有漏',
      '评估员看：风险还在就消除了': '没有消除过',
    })
    await form.press(/保\s?存/)
    await it.page.getByText('已保存').first().waitFor()
    const after = await it.ask('/api/v1/surveys')
    assert.equal(after.filter(one => one.state === 'waiting').length, before.length - 1)
    const answer = await it.page.evaluate(async () => (await fetch('/api/v1/cases')).status)
    assert.equal(answer, 403)
    it.refused('/api/v1/cases', 403)
    await it.leave()
  })

  test('shows each number with its source, its arithmetic and what is missing', async () => {
    const it = await desk(county)
    const id = await round(it)
    await it.visit(`/assessment/${id}`)
    await it.page.getByRole('button', { name: '取数' }).click()
    await it.page.getByText('已取数').first().waitFor()
    await it.settled()
    const seen = await it.ask(`/api/v1/assessments/${id}`)
    const items = seen.table.parts.flatMap(one => one.items)
    const approval = items.find(one => one.item === 'approval')
    assert.equal(approval.evidence.value, '100')
    assert.ok(seen.waits.length > 0, 'not everything is there yet')
    for (const wait of seen.waits) await it.page.getByText(wait.zh).first().waitFor()
    const row = it.page.locator(`tr.ant-table-row[data-row-key="approval"]`)
    await row.locator('button.ant-table-row-expand-icon').focus()
    await it.page.keyboard.press('Enter')
    await it.page.getByText(approval.evidence.arithmetic).first().waitFor()
    await it.check('assessment-round')

    await it.page.getByRole('button', { name: /^打分：党委、政府/ }).click()
    const form = new Form(it, it.page.getByRole('dialog'))
    await form.write({ '得分（0 到 10）': '9', '理由（看了哪些记录）': '查阅县委会议记录' })
    await form.press(/保\s?存/)
    await it.page.getByText('已办好').first().waitFor()
    const scored = await it.ask(`/api/v1/assessments/${id}`)
    const duty = scored.table.parts.flatMap(one => one.items).find(one => one.item === 'first_duty')
    assert.deepEqual([duty.score, duty.how], ['9', 'person'])
    await it.leave()
  })

  test('lists what has to be put right as a task, and can be taken back', async () => {
    const it = await desk(county)
    const id = await round(it)
    await it.visit(`/assessment/${id}?tab=after`)
    await it.page.getByRole('button', { name: '列一条问题' }).click()
    const form = new Form(it, it.page.getByRole('dialog'))
    await form.write({
      问题: '个别户应享受的政策没有享受到',
      要做什么: '逐户核对教育、医疗、住房政策',
      责任单位: '县乡村振兴局',
    })
    await form.day({ 完成时限: '2030-12-31' })
    await form.press(/保\s?存/)
    await it.page.getByText('已列入任务督办清单').first().waitFor()
    await it.settled()
    await it.check('assessment-after')
    await it.page.getByRole('link', { name: '逐户核对教育、医疗、住房政策' }).click()
    await it.settled()
    assert.match(new URL(it.page.url()).pathname, /^\/ledgers\/task_items\/\d+$/)

    await it.visit(`/assessment/${id}`)
    await it.page.getByRole('button', { name: /^作\s?废$/ }).click()
    await question(it).getByLabel('理由').fill('试用')
    await question(it).getByRole('button', { name: /作\s?废/ }).click()
    await it.page.getByText('已作废').first().waitFor()
    await it.leave()
  })
})
