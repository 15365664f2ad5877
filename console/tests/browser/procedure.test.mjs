// A family is carried from a dispatched clue to a plan of assistance, each step at the desk of whoever
// does it there, in the county's order: visit, analysis, comparison of assets, review, notice, the
// township, the county. What must not be done is refused, in words, where the person is looking.
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { passwordOf, who } from './desk.mjs'
import { Form, question } from './form.mjs'
import { county, office, township } from './office.mjs'

const { door, desk } = office()

const worker = { login: 'cunli.bo', name: '村里波', password: 'Zou-Cun-Ru-Hu-9z' }
const summary = '户主一年住院三次，自付四万多元，借了亲戚两万元'

/** Who does what, by role. */
const reviewer = who('township_reviewer')
const department = who('department_officer')
const approver = who('county_approver')

describe('a family', () => {
  let family
  let place
  before(async () => {
    const it = await desk(department)
    const near = await desk(township)
    const { region } = await near.ask('/api/v1/session')
    const own = await near.ask(`/api/v1/regions/${region}`)
    const { items } = await it.ask(`/api/v1/cases?stage=dispatched&region=${region}`)
    family = items[0]
    assert.ok(family, `nothing is dispatched in ${own.name} that ${department} could compare`)
    const village = own.children.find(child => family.village.endsWith(child.name))
    place = [(await near.ask(`/api/v1/regions/${region.slice(0, 6)}`)).name, own.name, village.name]
    await it.leave()
    await near.leave()
  })

  test('has somebody in the village who gets an account', async () => {
    const it = await desk(who('security_admin'))
    await it.visit('/accounts')
    await it.page.getByRole('button', { name: '新建账号' }).click()
    const form = new Form(it, drawer(it))
    await form.write({ 登录名: worker.login, 姓名: worker.name })
    await form.region('地区', place)
    await form.within.getByText('村级核实人员', { exact: true }).click()
    await it.check('procedure-account')
    await form.press('新建账号')
    const first = await form.within.locator('code').textContent()
    await it.leave()

    const person = await door()
    await person.signIn(worker.login, first)
    const own = new Form(person)
    await own.write({ 现在的密码: first, 新密码: worker.password, 再输一次新密码: worker.password })
    await person.check('procedure-first-password')
    await own.press('修改密码')
    await person.atWork()
    assert.ok(((await person.page.locator('header').textContent()) ?? '').includes(worker.name))
    await person.leave()
  })

  test('is visited at home', async () => {
    const it = await atCase(worker.login, worker.password)
    const form = await begin(it, '登记入户核查')
    await form.day({ 入户日期: '2023-11-02' })
    await form.choose({ 核查结论: '属实' })
    await form.write({ 看到的情况: summary })
    await form.press('加一项风险')
    await form.pick({ 风险: '因病' })
    await form.write({ 人均年纯收入: '6500' })
    for (const it of ['义务教育有保障', '基本医疗有保障', '住房安全有保障', '饮水安全有保障', '家里有劳动力']) {
      await form.choose({ [it]: '是' })
    }
    await form.day({ 办理日期: '2023-11-02' })
    await it.check('procedure-visit')
    await done(it, form, '登记入户核查')
    assert.match(await heading(it), /识别认定中/)
    await it.leave()
  })

  test('is analysed by the township', async () => {
    const it = await atCase(reviewer)
    const form = await begin(it, '登记综合研判')
    await form.write({ 意见: '走访情况与部门数据一致，建议按程序办理' })
    await form.day({ 办理日期: '2023-11-03' })
    await done(it, form, '登记综合研判')
    await it.leave()
  })

  test('is not compared without a letter of authorisation', async () => {
    const it = await atCase(department)
    const form = await begin(it, '登记比对结果')
    await compare(form)
    await form.press('登记比对结果')
    assert.match(await refusal(it, form), /承诺授权书还没有覆盖全部成员/)
    assert.equal(await form.field('命中了什么').inputValue(), '小型轿车 1 辆', 'what was filled in stays')
    await it.check('procedure-no-letter')
    await it.leave()

    const home = await atCase(worker.login, worker.password)
    const letter = await begin(home, '签承诺授权书')
    const members = letter.within.getByRole('group').getByRole('checkbox')
    assert.equal(await members.count(), await letter.within.getByRole('group').locator('input:checked').count())
    await letter.choose({ 签署方式: '按手印' })
    await letter.day({ 签订日期: '2023-11-04', 有效到: '2024-11-03', 办理日期: '2023-11-04' })
    await home.check('procedure-letter')
    await done(home, letter, '签承诺授权书')
    await home.leave()
  })

  test('is compared, and a car is explained and ruled on', async () => {
    const it = await atCase(department)
    const form = await begin(it, '登记比对结果')
    await compare(form)
    await done(it, form, '登记比对结果')
    await it.leave()

    const home = await atCase(worker.login, worker.password)
    const explained = await begin(home, '说明资产命中')
    await explained.write({ 说明: '车是儿子跑运输的旧车，已用七年，还有欠款' })
    await explained.day({ 办理日期: '2023-11-05' })
    await done(home, explained, '说明资产命中')
    await home.leave()

    const ruled = await atCase(county)
    const ruling = await begin(ruled, '裁定资产命中')
    await ruling.choose({ 裁定: '不影响纳入' })
    await ruling.write({ 裁定的理由: '生产用车，不属于不得纳入的情形' })
    await ruling.day({ 办理日期: '2023-11-05' })
    await ruled.check('procedure-ruling')
    await done(ruled, ruling, '裁定资产命中')
    await ruled.leave()
  })

  test('is reviewed in the village, and the notice hangs its days', async () => {
    const it = await atCase(worker.login, worker.password)
    const meeting = await begin(it, '登记民主评议')
    await meeting.day({ 评议日期: '2023-11-06' })
    await meeting.write({ 到会人数: '32', 同意: '30', 不同意: '2' })
    await meeting.choose({ 评议结果: '通过' })
    await meeting.day({ 办理日期: '2023-11-06' })
    await it.check('procedure-meeting')
    await done(it, meeting, '登记民主评议')

    const notice = await begin(it, '发布公示')
    await notice.choose({ 张贴还是补登: '以前在纸上贴过，补登' })
    await notice.day({ 开始日期: '2023-11-07', 截止日期: '2023-11-09' })
    await notice.write({ 张贴地点: '村委会公示栏' })
    await notice.day({ 办理日期: '2023-11-07' })
    await notice.press('发布公示')
    assert.match(await refusal(it, notice), /公示至少到 2023-11-11/)
    await it.check('procedure-notice-too-short')
    await notice.day({ 截止日期: '2023-11-11' })
    await done(it, notice, '发布公示')

    const over = await begin(it, '公示届满')
    await over.day({ 办理日期: '2023-11-10' })
    await over.press('公示届满')
    assert.match(await refusal(it, over), /公示到 2023-11-11 才结束/)
    await it.check('procedure-notice-open')
    await over.day({ 办理日期: '2023-11-12' })
    await done(it, over, '公示届满')
    await it.leave()
  })

  test('is decided on by township and county', async () => {
    const early = await atCase(approver)
    assert.equal(await early.page.getByRole('button', { name: '认定监测对象' }).count(), 0, 'the township comes first')
    await early.check('procedure-not-yet')
    await early.leave()

    const it = await atCase(reviewer)
    const form = await begin(it, '审核通过')
    await form.write({ 意见: '材料齐全，程序到位，同意上报' })
    await form.day({ 办理日期: '2023-11-13' })
    await done(it, form, '审核通过')
    await it.leave()

    const decides = await atCase(approver)
    const decision = await begin(decides, '认定监测对象')
    await decision.choose({ 监测类型: '突发严重困难户' })
    await decision.day({ 办理日期: '2023-11-14' })
    await decision.press('认定监测对象')
    assert.ok((await question(decides).innerText()).includes(family.householder), 'asked with the name of the head')
    await question(decides).getByRole('button').last().click()
    const words = await refusal(decides, decision)
    const legal = words.match(/可以是 (.+户)/)?.[1]
    assert.ok(legal, words)
    await decides.check('procedure-type-refused')
    await decision.choose({ 监测类型: legal })
    await decision.press('认定监测对象')
    await question(decides).getByRole('button').last().click()
    await said(decides, '已办好：认定监测对象')
    assert.match(await heading(decides), /已识别/)
    await decides.leave()
  })

  test('gets a plan', async () => {
    const it = await atCase(township)
    const officer = await begin(it, '定帮扶责任人')
    await officer.write({ 姓名: '起云德', 单位: '县农业农村局' })
    await officer.day({ 从哪天起: '2023-11-15', 办理日期: '2023-11-15' })
    await done(it, officer, '定帮扶责任人')
    const plan = await begin(it, '制定帮扶计划')
    const add = plan.within.getByRole('button', { name: /^加入计划/ })
    await add.first().click()
    await plan.day({ 办理日期: '2023-11-16' })
    await it.check('procedure-plan')
    await done(it, plan, '制定帮扶计划')
    assert.match(await heading(it), /帮扶中/)
    await it.leave()
  })

  test('has a history of all of it, and of nobody who was refused', async () => {
    const it = await atCase(county)
    const rows = await it.page.locator('.history .history-row').allInnerTexts()
    const steps = [
      ['派发', '2023-11-01'],
      ['登记入户核查', '2023-11-02'],
      ['登记综合研判', '2023-11-03'],
      ['签承诺授权书', '2023-11-04'],
      ['登记比对结果', '2023-11-05'],
      ['说明资产命中', '2023-11-05'],
      ['裁定资产命中', '2023-11-05'],
      ['登记民主评议', '2023-11-06'],
      ['发布公示', '2023-11-07'],
      ['公示届满', '2023-11-12'],
      ['审核通过', '2023-11-13'],
      ['认定监测对象', '2023-11-14'],
      ['定帮扶责任人', '2023-11-15'],
      ['制定帮扶计划', '2023-11-16'],
    ]
    assert.equal(rows.length, steps.length, rows.join('\n'))
    for (const [at, [what, day]] of steps.reverse().entries()) {
      assert.ok(rows[at].startsWith(what) && rows[at].includes(day), `${what} ${day}: ${rows[at]}`)
    }
    assert.ok(rows.some(it => it.includes(summary)))
    await it.check('procedure-history')
    const { history } = await it.ask(`/api/v1/cases/${family.case}`)
    const people = new Set(history.slice(1).map(it => it.actor))
    assert.equal(people.size, 6, `${[...people]}`)
    await it.leave()
  })

  /** Somebody's window at the page of the case. */
  async function atCase(login, password = passwordOf(login)) {
    const it = await door()
    await it.signIn(login, password)
    await it.atWork()
    await it.visit(`/cases/${family.case}`)
    await it.page.getByRole('heading', { name: family.householder }).waitFor()
    return it
  }

  /** What the server says stands in the way. */
  async function refusal(desk, form) {
    const it = form.within.locator('.refusal')
    await it.waitFor()
    desk.refused(`/api/v1/cases/${family.case}/actions`, 422)
    return it.innerText()
  }

  async function compare(form) {
    await form.choose({ 比对结果: '有命中' })
    await form.write({ 命中了什么: '小型轿车 1 辆', 对应的不得纳入情形: '家庭有汽车' })
    await form.day({ 办理日期: '2023-11-05' })
  }
})

function drawer(desk) {
  return desk.page.locator('.ant-drawer-content-wrapper').locator('visible=true')
}

/** Opens the form of an action from the page of a case. */
async function begin(desk, action) {
  await desk.page.locator('main').getByRole('button', { name: action, exact: true }).click()
  await drawer(desk).getByText('办理日期').or(drawer(desk).getByText('张贴地点')).first().waitFor()
  await desk.settled()
  return new Form(desk, drawer(desk))
}

/** Hands a form in; it is done and gone. */
async function done(desk, form, action) {
  await form.press(action)
  await said(desk, `已办好：${action}`)
}

async function said(desk, words) {
  await desk.page.locator('.ant-message').getByText(words).waitFor()
  await drawer(desk).waitFor({ state: 'hidden' })
  await desk.settled()
}

function heading(desk) {
  return desk.page.locator('.case-head').innerText()
}
