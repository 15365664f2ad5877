// People sign in and see what their role is for.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { county, office, township } from './office.mjs'

const { desk, door } = office()

describe('signing in', () => {
  test('is refused with a wrong password, in words that help', async () => {
    const it = await door()
    await it.check('sign-in')
    await it.signIn(county, 'not-the-password')
    await it.page.getByRole('alert').waitFor()
    assert.match((await it.page.getByRole('alert').textContent()) ?? '', /密码/)
    assert.equal(await it.page.locator('input[autocomplete="username"]').inputValue(), county)
    await it.check('sign-in-refused')
    await it.leave()
  })

  for (const login of [county, township]) {
    test(`shows ${login} the own region and the own places`, async () => {
      const it = await desk(login)
      const { name, region_name, roles_zh } = await it.ask('/api/v1/session')
      const head = (await it.page.locator('header').textContent()) ?? ''
      for (const shown of [name, region_name, ...roles_zh]) assert.ok(head.includes(shown), `${shown} in ${head}`)
      await it.check(`sign-in-${login}`)
      await it.leave()
    })
  }

  test('offers a township less than the county', async () => {
    const places = async login => {
      const it = await desk(login)
      const names = await it.menu().allTextContents()
      await it.leave()
      return names
    }
    const [ofCounty, ofTownship] = [await places(county), await places(township)]
    assert.ok(ofCounty.includes('线索成效'))
    assert.ok(!ofTownship.includes('线索成效'))
    assert.ok(!ofTownship.includes('模拟与草案'))
    for (const it of ofTownship) assert.ok(ofCounty.includes(it), it)
  })

  test('ends with signing out', async () => {
    const it = await desk(township)
    await it.page.locator('.frame-name').click()
    await it.page.getByText('退出登录').click()
    await it.page.locator('input[autocomplete="username"]').waitFor()
    await it.check('signed-out')
    await it.leave()
  })
})
