// Whoever is sent to a household can read why: the rule, the figure it compares with, the file and
// the row it was found in.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { county, office } from './office.mjs'

const { desk } = office()

describe('a clue', () => {
  test('says why it was raised, down to the row of the file', async () => {
    const it = await desk(county)
    await it.visit('/clues')
    const { clue, rule, condition } = await explained(it)
    const row = it.page.locator('tr.ant-table-row', { hasText: clue })
    // With the keyboard alone.
    await row.locator('a, button').first().focus()
    await it.page.keyboard.press('Enter')
    const drawer = it.page.getByRole('dialog')
    await drawer.getByText(rule.title).first().waitFor()
    const shown = (await drawer.textContent()) ?? ''
    const source = condition.rows[0]
    for (const part of [rule.title, rule.rule, condition.zh, condition.parameter.zh, source.file, String(source.row), source.value_zh]) {
      assert.ok(shown.includes(part), `${part} is not on the screen`)
    }
    assert.match(it.page.url(), /[?&]open=/)
    await it.check('clue-why')
    await it.leave()
  })
})

/** A clue on the first page of the list one of whose rules compares with a parameter and names the
 * rows it read. */
async function explained(desk) {
  const shown = await desk.page.locator('tr.ant-table-row').evaluateAll(rows => rows.map(it => it.getAttribute('data-row-key')))
  for (const clue of shown) {
    const page = await desk.ask(`/api/v1/clues/${encodeURIComponent(clue)}`)
    for (const it of page.rules) {
      const condition = it.conditions.find(that => that.parameter && that.rows.length > 0)
      if (condition) return { clue, rule: it.rule, condition }
    }
  }
  throw new Error('no clue of the first page compares with a parameter')
}
