// What each file of tests begins and ends with: a server and a browser.
import { after, before } from 'node:test'
import { Desk, openBrowser, who } from './desk.mjs'
import { startServer } from './server.mjs'

/** Who works in the office the tests go to. */
export const county = who('county_officer')
export const township = who('township_officer')

/**
 * A server and a browser for the tests of a file; `desk` opens a window in it.
 * @param {Parameters<typeof startServer>[0]} [how] what the server begins with
 */
export function office(how) {
  let server
  let browser
  before(async () => {
    server = await startServer(how)
    browser = await openBrowser()
  })
  after(async () => {
    await browser?.close()
    await server?.stop()
  })
  return {
    /** A window before anybody has signed in. */
    door: language => Desk.open(browser, server.url, language),
    /** A window with somebody at work. */
    desk: async (login, language) => {
      const desk = await Desk.open(browser, server.url, language)
      await desk.signIn(login)
      await desk.atWork()
      return desk
    },
  }
}
