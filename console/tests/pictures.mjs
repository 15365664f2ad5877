// The pictures of README and guide: the real console over an invented county. `cargo xtask pictures`.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Desk, openBrowser } from './browser/desk.mjs'
import { county } from './browser/office.mjs'
import { startServer } from './browser/server.mjs'

const folder = join(import.meta.dirname, '..', '..', 'docs', 'pictures')
mkdirSync(folder, { recursive: true })
const server = await startServer()
const browser = await openBrowser()
try {
  const desk = await Desk.open(browser, server.url)
  await desk.signIn(county)
  await desk.atWork()
  const keep = name => desk.page.screenshot({ path: join(folder, `${name}.png`) })
  await desk.visit('/cases?stage=assisted')
  await keep('cases')
  await desk.visit('/clues')
  const { items } = await desk.ask(`/api/v1/clues?month=${(await desk.ask('/api/v1/clues/months'))[0]}&limit=1`)
  await desk.visit(`/clues?open=${items[0].clue}`)
  await desk.page.getByRole('dialog').locator('.why-condition').first().waitFor()
  await desk.settled()
  await desk.page.waitForTimeout(600)
  await keep('why')
  await desk.visit('/cockpit')
  await desk.page.waitForTimeout(1500)
  await keep('cockpit')
  const assisted = await desk.ask('/api/v1/cases?stage=assisted&limit=1')
  await desk.visit(`/households/${assisted.items[0].household}`)
  await keep('household')
} finally {
  await browser.close()
  await server.stop()
}
