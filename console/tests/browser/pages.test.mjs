// Every page of the county's menu opens, in both languages, without complaints and barriers.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { county, office } from './office.mjs'

const { desk } = office()

for (const language of ['zh', 'en']) {
  describe(`the pages of the county, ${language}`, () => {
    test('open from the menu', async context => {
      const it = await desk(county, language)
      assert.equal(await it.page.locator('html').getAttribute('lang'), language === 'zh' ? 'zh-CN' : 'en')
      const names = await it.menu().allTextContents()
      assert.ok(names.length > 5, names.join())
      for (const name of names) {
        await context.test(name, async () => {
          await it.page.locator('nav').getByText(name, { exact: true }).click()
          await it.settled()
          assert.equal(await it.page.locator('.ant-result-404').count(), 0, 'there is no such page')
          assert.equal(await it.page.locator('h1').count(), 1, 'a page has one title')
          const path = new URL(it.page.url()).pathname.slice(1) || 'todos'
          await it.check(`${language}-${path.replaceAll('/', '-')}`)
        })
      }
      await it.leave()
    })
  })
}
