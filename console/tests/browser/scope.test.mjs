// A township sees its own households, and nothing of its neighbours'.
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { office, township } from './office.mjs'

const { desk } = office()

describe('the clues of a township', () => {
  let own
  let neighbours
  before(async () => {
    const it = await desk(township)
    const staff = await it.ask('/api/v1/session')
    const county = await it.ask(`/api/v1/regions/${staff.region.slice(0, 6)}`)
    own = county.children.find(child => child.code === staff.region)
    neighbours = county.children.filter(child => child.code !== staff.region)
    assert.ok(own && neighbours.length > 0, 'a township among others')
    await it.leave()
  })

  test('are of that township only, page after page', async () => {
    const it = await desk(township)
    await it.visit('/clues')
    const next = it.page.getByRole('button', { name: '下一页' })
    let rows = 0
    for (;;) {
      const townships = await cells(it.page, '乡镇')
      for (const name of townships) assert.equal(name, own.name)
      rows += townships.length
      if (await next.isDisabled()) break
      await next.click()
      await it.settled()
    }
    assert.ok(rows > 0, 'there are clues')
    await it.check('township-clues')
    await it.leave()
  })

  test('cannot be asked for of another township', async () => {
    const it = await desk(township)
    await it.visit('/clues')
    const field = it.page.getByRole('combobox', { name: '地区' })
    await field.click()
    await it.page.locator('.ant-select-tree-title').first().waitFor()
    const titles = it.page.locator('.ant-select-tree-title')
    assert.equal(await titles.first().textContent(), own.name, 'the own township is above all that is offered')
    await it.check('township-regions')
    for (const { name } of neighbours) {
      await field.fill(name)
      await it.page.waitForTimeout(300)
      assert.ok(!(await titles.allTextContents()).includes(name), `${name} is offered`)
    }
    await it.leave()
  })

  test('stay its own when the address names another', async () => {
    const it = await desk(township)
    await it.visit(`/clues?region=%22${neighbours[0].code}%22`)
    for (const name of await cells(it.page, '乡镇')) assert.equal(name, own.name)
    await it.leave()
  })
})

/** The cells of the column with a heading. */
async function cells(page, heading) {
  const headings = await page.locator('thead').first().locator('th').allTextContents()
  const place = headings.indexOf(heading)
  assert.notEqual(place, -1, `no ${heading} among ${headings.join()}`)
  return page.locator(`tbody tr.ant-table-row td:nth-child(${place + 1})`).allTextContents()
}
