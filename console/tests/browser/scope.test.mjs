// A township sees its own households, and nothing of its neighbours'.
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { who } from './desk.mjs'
import { county, office, township } from './office.mjs'

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

for (const login of [township, who('village_worker')]) {
  describe(`what ${login} is shown`, () => {
    let foreign
    let other
    before(async () => {
      const near = await desk(login)
      const { region } = await near.ask('/api/v1/session')
      await near.leave()
      const it = await desk(county)
      foreign = await elsewhere(it, region)
      other = await somethingElsewhere(it, foreign)
      // The county does see them, and so they would be found.
      const answers = listen(it)
      await it.visit('/clues')
      assert.ok(foreign.in(await it.page.locator('body').innerText()).length > 5)
      for (const { url, text } of await answers()) if (url.includes('/clues?')) assert.ok(foreign.in(text).length > 5)
      await it.leave()
    })

    test('is of the own region, on every page of the menu', async context => {
      const it = await desk(login)
      const answers = listen(it)
      const names = await it.menu().allTextContents()
      assert.ok(names.length > 5, names.join())
      for (const name of names) {
        await context.test(name, async () => {
          await it.page.locator('nav').getByText(name, { exact: true }).click()
          await it.settled()
          const path = new URL(it.page.url()).pathname.slice(1) || 'todos'
          await it.check(`scope-${login}-${path.replaceAll('/', '-')}`)
          assert.deepEqual(foreign.in(await it.page.locator('body').innerText()), [], `on ${it.page.url()}`)
          for await (const url of everyView(it)) {
            assert.deepEqual(foreign.in(await it.page.locator('body').innerText()), [], `on ${url}`)
          }
          for (const { url, text } of await answers()) assert.deepEqual(foreign.in(text), [], `in ${url}`)
        })
      }
      await it.leave()
    })

    test('is of the own region in a case, a clue and the file of a household', async () => {
      const it = await desk(login)
      const [stage] = Object.keys((await it.ask('/api/v1/cases/counts')).stages)
      const { items } = await it.ask(`/api/v1/cases?stage=${stage}&limit=1`)
      const { case: number, household, householder } = items[0]
      const { clue_list: clues } = await it.ask(`/api/v1/cases/${number}`)
      const answers = listen(it)
      for (const path of [`/cases/${number}`, `/households/${household}`, `/clues?month=${clues[0].month}&open=${clues[0].clue}`]) {
        await it.visit(path)
        await it.page.getByText(householder).first().waitFor()
        assert.deepEqual(foreign.in(await it.page.locator('body').innerText()), [], path)
        await it.check(`scope-${login}-own${path.split('?')[0].replace(/\d/g, '').replaceAll('/', '-')}`)
      }
      const read = await answers()
      assert.ok(read.length > 3)
      for (const { url, text } of read) assert.deepEqual(foreign.in(text), [], `in ${url}`)
      await it.leave()
    })

    test('is not more when the address asks for more', async () => {
      const it = await desk(login)
      const answers = listen(it)
      const { one, clue } = other
      const paths = {
        [`/cases/${one.case}`]: `/api/v1/cases/${one.case}`,
        [`/households/${one.household}`]: `/api/v1/households/${one.household}`,
        [`/clues?month=${clue.month}&open=${clue.clue}`]: `/api/v1/clues/${clue.clue}`,
      }
      for (const [path, asked] of Object.entries(paths)) {
        await it.visit(path)
        const text = await it.page.locator('body').innerText()
        for (const name of [one.householder, clue.householder]) assert.ok(!text.includes(name), `${name} on ${path}`)
        assert.deepEqual(foreign.in(text), [], path)
        it.refused(asked, 404)
        await it.check(`scope-${login}-refused${path.split('?')[0].replace(/\d/g, '').replaceAll('/', '-')}`)
      }
      for (const { url, text } of await answers()) assert.deepEqual(foreign.in(text), [], `in ${url}`)
      await it.leave()
    })
  })
}

/** Townships and villages of the county that lie neither in a region nor above it: which of them a text
 * names, by name or by code. */
async function elsewhere(desk, region) {
  const one = await desk.ask(`/api/v1/regions/${region.slice(0, 6)}`)
  const townships = await Promise.all(one.children.map(it => desk.ask(`/api/v1/regions/${it.code}`)))
  const all = [...townships, ...townships.flatMap(it => it.children)]
  // Nine digits of a township, twelve of a village.
  const stem = code => (code.endsWith('000') ? code.slice(0, 9) : code)
  const own = all.filter(it => it.code.startsWith(stem(region)) || region.startsWith(stem(it.code)))
  const others = all.filter(it => !own.includes(it))
  const names = own.flatMap(namesOf)
  // A name that an own region has as well, or as part of its own, says nothing.
  const telling = others.flatMap(namesOf).filter(it => !names.some(name => name.includes(it)))
  assert.ok(telling.length > others.length * 1.8 && telling.length > 100, `${telling.length} names of ${others.length}`)
  return {
    codes: others.map(it => it.code),
    in: text => [...telling, ...others.map(it => it.code)].filter(it => text.includes(it)),
  }
}

/** The name of a region, and the short one that stands on tiles. */
function namesOf({ name }) {
  const short = name.replace(/(社区)?居民委员会$/, '社区').replace(/村?村民委员会$/, '村')
  return short === name ? [name] : [name, short]
}

/** A case and a clue that lie elsewhere. */
async function somethingElsewhere(desk, { codes }) {
  for (const code of codes.filter(it => it.endsWith('000'))) {
    const cases = await desk.ask(`/api/v1/cases?stage=dispatched&region=${code}&limit=1`)
    const [month] = await desk.ask('/api/v1/clues/months')
    const clues = await desk.ask(`/api/v1/clues?month=${month}&region=${code}&limit=1`)
    const [one, clue] = [cases.items[0], clues.items[0]]
    if (one && clue) return { one, clue }
  }
  throw new Error('nothing is dispatched elsewhere')
}

/** What the server answers to the page from now on; each call gives what came since the last. Regions
 * by their code are everybody's to look up. */
function listen(desk) {
  let coming = []
  desk.page.on('response', it => {
    const { pathname } = new URL(it.url())
    const isJson = it.headers()['content-type']?.includes('json')
    if (!isJson || !pathname.startsWith('/api/v1/') || pathname.startsWith('/api/v1/regions/')) return
    coming.push(it.text().then(text => ({ url: it.url(), text })))
  })
  return async () => {
    const came = coming
    coming = []
    return Promise.all(came)
  }
}

/** Opens what a page has behind tabs and switches, one after the other; gives their addresses as they
 * are looked at. */
async function* everyView(desk) {
  const choices = desk.page.locator('main').locator('[role="tab"], .ant-segmented-item, nav button')
  for (let at = 1; at < (await choices.count()); at += 1) {
    await choices.nth(at).click()
    await desk.settled()
    yield desk.page.url()
  }
}

/** The cells of the column with a heading. */
async function cells(page, heading) {
  const headings = await page.locator('thead').first().locator('th').allTextContents()
  const place = headings.indexOf(heading)
  assert.notEqual(place, -1, `no ${heading} among ${headings.join()}`)
  return page.locator(`tbody tr.ant-table-row td:nth-child(${place + 1})`).allTextContents()
}
