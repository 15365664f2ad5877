// A form of the console, filled in as people do: each field by the words beside it.
export class Form {
  /**
   * @param {import('./desk.mjs').Desk} desk
   * @param {import('playwright-core').Locator} [within] where it stands; the whole page otherwise
   */
  constructor(desk, within = desk.page.locator('body')) {
    this.desk = desk
    this.within = within
  }

  field(label) {
    return this.within.getByLabel(label, { exact: true })
  }

  /** Writes into fields: { label: text }. */
  async write(fields) {
    for (const [label, text] of Object.entries(fields)) await this.field(label).fill(text)
  }

  /** Days as `2023-11-02`: { label: day }. */
  async day(fields) {
    for (const [label, day] of Object.entries(fields)) {
      await this.field(label).fill(day)
      await this.field(label).press('Tab')
    }
  }

  /** One of a few that stand side by side: { label: answer }. */
  async choose(fields) {
    for (const [label, answer] of Object.entries(fields)) {
      await this.within.getByRole('radiogroup', { name: label, exact: true }).getByText(answer, { exact: true }).click()
    }
  }

  /** One of a list that opens: { label: answer }. A list that opens while its drawer still slides in may
   * be missed: then it is opened again. */
  async pick(fields) {
    for (const [label, answer] of Object.entries(fields)) {
      const field = this.field(label)
      const box = field.locator('xpath=ancestor::*[contains(concat(" ", @class, " "), " ant-select ")][1]')
      const chosen = box.getByText(answer, { exact: true }).or(box.getByTitle(answer, { exact: true })).first()
      for (let tries = 1; ; tries += 1) {
        await field.click()
        await this.desk.page.locator(`.ant-select-item-option[title="${answer}"]`).locator('visible=true').click()
        const stands = await chosen.waitFor({ timeout: 2_000 }).then(() => true, () => false)
        if (stands) break
        if (tries === 3) throw new Error(`${label}: ${answer} was not taken`)
      }
    }
  }

  /** A region by its name and the names of what is above it, the highest first. */
  async region(label, names) {
    await this.field(label).click()
    const node = name => this.desk.page.locator('.ant-select-tree-treenode', { hasText: name }).locator('visible=true').first()
    for (const name of names.slice(0, -1)) {
      const shut = node(name).locator('.ant-select-tree-switcher_close')
      await node(name).waitFor()
      if (await shut.count()) await shut.click()
    }
    await node(names.at(-1)).locator('.ant-select-tree-title').click()
    await this.desk.page.locator('.ant-select-tree').locator('visible=true').first().waitFor({ state: 'hidden' })
  }

  async press(button) {
    await this.within.getByRole('button', { name: button }).last().click()
  }
}

/** The question that comes before what cannot be taken back. */
export function question(desk) {
  return desk.page.locator('.ant-modal-confirm').locator('visible=true')
}
