// What offices print: each form opens for whoever is at work, prints on A4 in few pages, and holds no
// whole identity number.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { county, office } from './office.mjs'

const { desk } = office()

/** Forms of a case, and the most pages each may take. */
const forms = { authorization: 2, verification: 4, review: 2, card: 1, plan: 2 }

describe('paper', () => {
  test('prints on A4', async () => {
    const it = await desk(county)
    const cases = await it.ask('/api/v1/cases?stage=assisted&limit=1')
    const { case: number, household } = cases.items[0]
    const region = await it.ask('/api/v1/session').then(who => it.ask(`/api/v1/regions/${who.region}`))
    const township = await it.ask(`/api/v1/regions/${region.children[0].code}`)
    for (const [form, most] of Object.entries(forms)) {
      await prints(it, `/api/v1/cases/${number}/paper/${form}`, most, `paper-${form}`)
    }
    await prints(it, `/api/v1/households/${household}/paper`, 6, 'paper-dossier')
    await prints(it, '/api/v1/cockpit/paper', 2, 'paper-dispatch')
    await prints(it, `/api/v1/villages/${township.children[0].code}/board`, 1, 'paper-board')
    await it.leave()
  })
})

async function prints(desk, path, most, name) {
  await desk.page.goto(desk.url + path, { waitUntil: 'networkidle' })
  const text = await desk.page.locator('body').innerText()
  assert.doesNotMatch(text, /\d{17}[\dX]/, `${path} holds a whole identity number`)
  const barriers = await desk.barriers()
  assert.deepEqual(barriers.map(it => `${it.id} ${it.places[0]}`), [], path)
  assert.deepEqual(desk.complaints.splice(0), [], path)
  const pdf = await desk.page.pdf({ preferCSSPageSize: true, printBackground: true })
  const raw = pdf.toString('latin1')
  const pages = raw.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0
  assert.ok(pages >= 1 && pages <= most, `${path} takes ${pages} pages, at most ${most}`)
  for (const box of raw.matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)/g)) {
    const sides = [Number(box[1]), Number(box[2])].map(Math.round).sort((a, b) => a - b)
    assert.ok(Math.abs(sides[0] - 595) <= 1 && Math.abs(sides[1] - 842) <= 1, `${path} is not A4: ${sides}`)
  }
  await desk.page.screenshot({ path: new URL(`../shots/${name}.png`, import.meta.url).pathname, fullPage: true })
}
