// A sudden event: the county records it and opens the campaign, a village reports on its share, and the alarms of a
// month open to their figures.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { who } from './desk.mjs'
import { Form, question } from './form.mjs'
import { county, office } from './office.mjs'

const { desk } = office({ asks: true })
const village = who('village_worker')

describe('a sudden event', () => {
  let address
  let place

  test('is recorded by the county, previewed by village, and surveyed', async () => {
    const worker = await desk(village)
    place = await worker.ask('/api/v1/session')
    await worker.leave()

    const it = await desk(county)
    await it.page.locator('nav').getByText('突发事件', { exact: true }).click()
    await it.settled()
    await it.check('events')
    await it.page.getByRole('button', { name: '登记突发事件' }).click()
    const form = new Form(it, drawer(it))
    await form.pick({ 类型: '气象灾害' })
    await form.pick({ 种类: '风雹' })
    await form.day({ 发生日期: '2023-10-28' })
    await form.region('范围', names(place))
    await form.write({ 哪个单位报来: '县应急局', 名称: '十月风雹' })
    await it.check('event-new')
    await form.press('登记')
    await it.page.getByRole('heading', { name: '十月风雹', level: 1 }).waitFor()
    address = new URL(it.page.url()).pathname

    await it.page.getByRole('button', { name: '预览' }).click()
    await it.page.getByText(/找到 \d+ 户/).waitFor()
    await it.check('event-preview')
    await it.page.getByRole('button', { name: '开展排查' }).click()
    await question(it).getByRole('button', { name: /确\s*定|OK/ }).click()
    await it.page.getByText('排查跟踪中', { exact: true }).first().waitFor()
    const view = await it.ask(`/api/v1${address}`)
    assert.ok(view.course.to_verify > 0, 'households are on the list')
    assert.equal(view.villages.length, 1, 'one village was chosen')
    await it.check('event-shares')
    await it.leave()
  })

  test('is verified and followed by the village, household by household', async () => {
    const it = await desk(village)
    await it.visit(`${address}?tab=households`)
    const first = it.page.locator('tr.ant-table-row').first()
    await first.getByRole('button').first().click()
    const form = new Form(it, drawer(it))
    await drawer(it).getByText('受影响，生活有保障').click()
    await form.pick({ 分区: '一般灾区' })
    await form.write({ '损失（元）': '1200', 情况: '烤烟减产' })
    await it.check('event-report')
    await form.press('登记核实')
    await drawer(it).getByText('登记核实结果').waitFor()
    // What was reported can still be corrected below.
    const follow = new Form(it, drawer(it).locator('#event-follow'))
    await follow.within.getByText('已恢复', { exact: true }).click()
    await follow.write({ 情况: '已补种' })
    await follow.press('登记跟踪')
    await drawer(it).getByText('已补种').waitFor()
    await it.check('event-household')
    const view = await it.ask(`/api/v1${address}`)
    assert.equal(view.course.recovered, 1)
    assert.equal(view.may_manage, false, 'the campaign is the county’s')
    assert.equal(await it.page.getByRole('button', { name: '结束事件' }).count(), 0)
    await it.leave()
  })
})

describe('regional risk alarms', () => {
  test('say what is missing, and open to the limit with its basis', async () => {
    const it = await desk(county)
    await it.visit('/risk-alarms?month=2023-10')
    await it.page.getByRole('button', { name: '按现有的数判断' }).click()
    await it.page.getByText(/判断完/).waitFor()
    const alarms = await it.ask('/api/v1/risk-alarms?month=2023-10')
    assert.ok(alarms.some(one => one.trigger === 'jobless'), 'triggers were judged')
    assert.equal(await it.page.locator('tr.ant-table-row').count(), alarms.length)
    await it.check('risk-alarms')
    const judged = alarms.find(one => one.alarm)
    await it.page.getByRole('button', { name: judged.zh }).first().click()
    await drawer(it).getByText(judged.limit.parameter).waitFor()
    await it.check('risk-alarm')
    await it.leave()
  })
})

function drawer(desk) {
  return desk.page.locator('.ant-drawer-content-wrapper').locator('visible=true')
}

/** County, township and village of a worker, as the tree names them. */
function names(staff) {
  const found = /^.*?[州市](.+?[县市区])(.+?[乡镇])(.+)$/u.exec(staff.region_name)
  assert.ok(found, staff.region_name)
  return found.slice(1)
}
