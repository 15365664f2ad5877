// The county sends clues out by the handful: what was chosen becomes cases, the township has them, and
// nobody can send the same clue out twice.
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { Form, question } from './form.mjs'
import { county, office, township } from './office.mjs'
import { nextMonth } from './server.mjs'

const { desk } = office({ next: true })

describe('new clues', () => {
  let own
  let old
  let fresh
  let doubtful
  /** Of families without a case, and of families who have one that is not over. */
  let opening
  let joining
  before(async () => {
    const it = await desk(township)
    const { region } = await it.ask('/api/v1/session')
    own = await it.ask(`/api/v1/regions/${region}`)
    old = await cases(it)
    const { items } = await it.ask(`/api/v1/clues?month=${nextMonth}`)
    await it.leave()
    fresh = items.filter(clue => clue.class === 'new_clue')
    doubtful = items.filter(clue => clue.class === 'new_clue_after_confirmation')
    const caseOf = clue => old.find(one => one.household_no === clue.household_no)
    joining = fresh.filter(caseOf)
    opening = fresh.filter(clue => !caseOf(clue))
    const found = [opening.length, joining.length, doubtful.length]
    assert.ok(opening.length > 0 && joining.length > 2 && doubtful.length > 0, `${own.name}: ${found}`)
  })

  test('are found by place and class', async () => {
    const it = await desk(county)
    await it.visit('/clues')
    assert.ok((await shown(it)).length > fresh.length, 'the whole county to begin with')
    await filter(it, { class: '新线索' })
    assert.deepEqual((await shown(it)).sort(), fresh.map(clue => clue.clue).sort())
    await it.check('dispatch-filtered')
    await it.leave()
  })

  test('are sent out by the handful, and it is said what became of them', async () => {
    const it = await desk(county)
    await it.visit('/clues')
    await filter(it, {})
    const send = it.page.getByRole('button', { name: '派发所选' })
    assert.ok(await send.isDisabled(), 'nothing is chosen yet')
    const sent = [opening[0], joining[0], joining[1]]
    for (const clue of [...sent, doubtful[0]]) await tick(it, clue)
    await it.page.getByText('已选 4 项').waitFor()
    await send.click()
    await question(it).waitFor()
    assert.match(await question(it).innerText(), /所选 4 条线索/)
    await it.check('dispatch-question')
    await question(it).getByRole('button').last().click()
    await said(it, '新立案 1 件，并入在办的案 2 件，给监测户补充风险 0 件，已有案 0 条，未派发 1 条')
    await it.check('dispatch-done')
    assert.ok(await send.isDisabled(), 'nothing is chosen any more')

    // Somebody else may have sent them out meanwhile.
    for (const clue of sent) await tick(it, clue)
    await send.click()
    await question(it).getByRole('button').last().click()
    await said(it, '新立案 0 件，并入在办的案 0 件，给监测户补充风险 0 件，已有案 3 条，未派发 0 条')
    await it.leave()
  })

  test('are cases now, which say what they answer', async () => {
    const it = await desk(county)
    const made = (await cases(it, `&region=${own.code}`)).filter(one => !old.some(other => other.case === one.case))
    assert.deepEqual(made.map(one => one.household_no), [opening[0].household_no])
    await it.visit('/cases?stage=dispatched')
    await filter(it, {})
    assert.equal((await shown(it)).length, old.length + 1)
    await row(it, made[0].case).getByText(opening[0].householder).waitFor()
    await it.check('dispatch-cases')
    const joined = old.find(one => one.household_no === joining[0].household_no)
    for (const [number, clue, what] of [[made[0].case, opening[0], '派发'], [joined.case, joining[0], '并入线索']]) {
      await it.visit('/cases?stage=dispatched')
      await filter(it, {})
      await row(it, number).getByRole('link').click()
      await it.page.getByRole('heading', { name: clue.householder }).waitFor()
      await it.page.getByRole('link', { name: clue.clue }).waitFor()
      const [last] = await it.page.locator('.history-row').allInnerTexts()
      assert.ok(last.startsWith(what) && last.includes('本人'), last)
      await it.check(`dispatch-case-${what === '派发' ? 'new' : 'joined'}`)
    }
    await it.leave()
  })

  test('are with the township, which sends out its own', async () => {
    const it = await desk(township)
    await it.visit('/cases?stage=dispatched')
    assert.equal((await shown(it)).length, old.length + 1)
    await it.page.locator('tbody').getByText(opening[0].householder).waitFor()
    await it.check('dispatch-township')
    await it.visit('/clues')
    await tick(it, joining[2])
    await it.page.getByRole('button', { name: '派发所选' }).click()
    await question(it).getByRole('button').last().click()
    await said(it, '新立案 0 件，并入在办的案 1 件')
    await it.leave()
  })

  /** Narrows a list to the township, and to a class. */
  async function filter(desk, it) {
    const form = new Form(desk, desk.page.getByRole('search'))
    await form.region('地区', [(await desk.ask(`/api/v1/regions/${own.code.slice(0, 6)}`)).name, own.name])
    if (it.class) await form.pick({ 类别: it.class })
    await form.press('查询')
    await desk.settled()
  }
})

async function cases(desk, more = '') {
  return (await desk.ask(`/api/v1/cases?stage=dispatched&limit=200${more}`)).items
}

/** The keys of the rows of a list. */
function shown(desk) {
  return desk.page.locator('tbody tr.ant-table-row').evaluateAll(all => all.map(it => it.getAttribute('data-row-key')))
}

function row(desk, key) {
  return desk.page.locator(`tr[data-row-key="${key}"]`)
}

function tick(desk, { clue }) {
  return row(desk, clue).getByRole('checkbox').check()
}

/** A message that passes by. */
async function said(desk, words) {
  await desk.page.locator('.ant-message').getByText(words).waitFor()
  await desk.settled()
}
