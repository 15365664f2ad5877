// A farmer applies from a telephone without scripts, gets a receipt, and follows it; an officer finds
// it in the inbox.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { Desk, openBrowser } from './desk.mjs'
import { county } from './office.mjs'
import { startServer } from './server.mjs'

const shots = new URL('../shots/', import.meta.url).pathname

describe('a farmer', () => {
  let server
  let browser
  before(async () => {
    server = await startServer({ open: true })
    browser = await openBrowser()
    mkdirSync(shots, { recursive: true })
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
  })

  test('applies, and follows the receipt', async () => {
    const context = await browser.newContext({
      viewport: { width: 360, height: 740 },
      javaScriptEnabled: false,
      locale: 'zh-CN',
    })
    const page = await context.newPage()
    await page.goto(`${server.url}/apply`)
    await page.getByRole('link', { name: '永定镇' }).click()
    await page.getByRole('link').filter({ hasText: '村' }).last().click()
    await page.screenshot({ path: `${shots}apply-form.png`, fullPage: true })
    // Nobody fills in a form within seconds.
    await page.waitForTimeout(3500)
    await page.locator('[name=name]').fill('普文忠')
    await page.locator('[name=phone]').fill('13912345678')
    await page.locator('[name=risk]').first().check()
    await page.locator('[name=text]').fill('儿子住院，花了很多钱')
    await page.locator('[name=consent]').check()
    await page.locator('form button').last().click()
    const said = await page.locator('main, body').first().innerText()
    assert.match(said, /回执/)
    await page.screenshot({ path: `${shots}apply-receipt.png`, fullPage: true })
    const receipt = said.replace(/\s/g, '').match(/\d{10}/)?.[0]
    assert.ok(receipt, said)

    await page.goto(`${server.url}/apply/progress?receipt=${receipt}`)
    await page.locator('[name=phone]').fill('13912345678')
    await page.locator('form button').last().click()
    assert.match(await page.locator('body').innerText(), /等待受理/)
    await page.screenshot({ path: `${shots}apply-progress.png`, fullPage: true })
    await context.close()

    const desk = await Desk.open(browser, server.url)
    await desk.signIn(county)
    await desk.atWork()
    await desk.visit('/appeals')
    await desk.page.getByText('普文忠').first().waitFor()
    await desk.check('apply-inbox')
    await desk.leave()
  })
})
