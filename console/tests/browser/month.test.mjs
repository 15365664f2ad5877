// The county's month: files of departments are dropped, looked at and imported; a household's file
// is opened and printed.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, test } from 'node:test'
import { county, office } from './office.mjs'
import { needed } from './server.mjs'

const { desk } = office()

describe('a month', () => {
  test('begins with files that are dropped', async () => {
    const it = await desk(county)
    await it.visit('/imports?tab=new&month=2023-11')
    const files = someFiles()
    const transfer = await it.page.evaluateHandle(given => {
      const data = new DataTransfer()
      for (const { name, content } of given) {
        const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0))
        data.items.add(new File([bytes], name))
      }
      return data
    }, files)
    await it.page.dispatchEvent('.drop', 'drop', { dataTransfer: transfer })
    for (const { name } of files) await it.page.getByText(name).first().waitFor()
    const preview = it.page.getByRole('button', { name: '开始预览' })
    await preview.click()
    const confirm = it.page.getByRole('button', { name: '确认导入' })
    await confirm.waitFor({ timeout: 120_000 })
    await it.check('import-preview')
    await confirm.click()
    const dialog = it.page.locator('.ant-modal-confirm')
    await dialog.waitFor()
    await dialog.locator('button.ant-btn-primary').click()
    await it.page.waitForFunction(
      () => fetch('/api/v1/imports').then(it => it.json()).then(it => it.items[0].month === '2023-11' && it.items[0].state === 'committed'),
      undefined,
      { timeout: 120_000, polling: 1000 },
    )
    const batch = (await it.ask('/api/v1/imports')).items[0]
    assert.equal(batch.read, batch.stored + batch.quarantined + batch.skipped)
    assert.ok(batch.stored > 0)
    await it.settled()
    await it.check('import-done')
    await it.leave()
  })

  test('has a file for every household', async () => {
    const it = await desk(county)
    const { items } = await it.ask('/api/v1/cases?stage=assisted&limit=1')
    await it.visit(`/households/${items[0].household}`)
    await it.page.getByText(items[0].householder).first().waitFor()
    for (const heading of ['家庭成员', '收入台账', '部门数据怎么说', '风险线索', '走访', '帮扶措施', '应享受的待遇']) {
      await it.page.getByRole('heading', { name: heading }).waitFor()
    }
    await it.settled()
    await it.check('household')
    const [paper] = await Promise.all([
      it.page.context().waitForEvent('page'),
      it.page.getByRole('link', { name: '打印 A4 档案' }).click(),
    ])
    await paper.waitForLoadState('networkidle')
    assert.match(await paper.locator('body').innerText(), new RegExp(items[0].householder))
    const pdf = await paper.pdf({ preferCSSPageSize: true })
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
    await it.leave()
  })
})

/** Three small files of departments, as they are. */
function someFiles() {
  const folder = needed('SHOUWANG_FILES')
  const all = readdirSync(folder, { recursive: true, withFileTypes: true })
  const tables = all.filter(it => it.isFile() && /\.(csv|xlsx)$/.test(it.name)).map(it => join(it.parentPath ?? it.path, it.name))
  const sized = tables.map(path => ({ path, bytes: readFileSync(path) })).sort((a, b) => a.bytes.length - b.bytes.length)
  return sized.slice(0, 3).map(it => ({ name: basename(it.path), content: it.bytes.toString('base64') }))
}
