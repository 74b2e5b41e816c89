import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { composeRestoreReport } from './restore-report.ts'
import { startServer, type RunningServer } from './server.ts'
import { violationsOf } from './violations.ts'
import { openBrowser, visitAsOwner, type Visitor } from './visitor.ts'

const path = '/o/ostermere/findings/gap:restore-test/restore-drill@system:clinical-db'
/** More intervals than the sample can lack, however long after it the test runs. */
const mostUploads = 24

let server: RunningServer
let browser: Browser
let visitor: Visitor

beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  visitor = await visitAsOwner(browser, server.link)
  visitor.page.setDefaultTimeout(15_000)
}, 150_000)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

// One journey: each step stands on the one before. The sample has no restore drill of the clinical database in July.
describe('the month that was missed', { timeout: 60_000 }, () => {
  it('is found in the list and started with the keyboard alone', async () => {
    const { page } = visitor
    await page.keyboard.press('g')
    await page.keyboard.press('i')
    await page.getByRole('heading', { level: 1, name: 'Findings' }).waitFor()
    const rows = page.locator('[data-row-link]')
    await rows.first().waitFor()
    const all = await rows.count()
    await page.keyboard.press('/')
    await page.keyboard.type('clinical-db')
    await page.waitForURL(/q=clinical-db/)
    // A row that is drawn anew loses the focus.
    await expect.poll(async () => rows.count(), { timeout: 15_000 }).toBeLessThan(all)
    const link = page.getByRole('link', { name: /^Restore drill report for Clinical database/ })
    await link.focus()
    await page.keyboard.press('x')
    const bar = page.getByRole('region', { name: 'Chosen findings' })
    await bar.getByText('1 finding chosen').waitFor()
    expect(await violationsOf(page)).toEqual([])
    await bar.getByRole('button', { name: 'Start' }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Start work' })
    await dialog.waitFor()
    await dialog.getByRole('button', { name: 'Start' }).focus()
    await page.keyboard.press('Enter')
    await bar.getByText(/Sealed as entry \d+\./).waitFor()
    await page.getByRole('row').filter({ has: link }).getByText('In progress').waitFor()
    await link.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: /^Restore drill report for Clinical database/ }).waitFor()
  })

  it('says whose it is, what closes it, and who works on it', async () => {
    const { page } = visitor
    await stateOf(page, 'In progress')
    const history = page.getByRole('region', { name: 'History' })
    await history.getByText('Local administrator began to work on it.').waitFor()
    await history.getByRole('button', { name: /^Receipt of entry \d+$/ }).waitFor()
    expect(await violationsOf(page)).toEqual([])
  })

  it('waits for its proof when somebody says that the work is done', async () => {
    const { page } = visitor
    await page.getByRole('button', { name: 'Work is done' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('What was done').fill('The drill was run; the report is to come.')
    await dialog.getByRole('button', { name: 'Work is done' }).click()
    await stateOf(page, 'Ready to verify')
    expect(await page.getByRole('button', { name: 'Verify that it is gone' }).count()).toBe(0)
  })

  it('is closed by the evidence that it asks for', async () => {
    const { page } = visitor
    await uploadUntilClosed(page)
    const stands = page.getByRole('region', { name: 'Where it stands' })
    await stands.getByRole('link', { name: /^drill-\d+\.pdf$/ }).waitFor()
    expect(await page.getByRole('button', { name: 'Start' }).count()).toBe(0)
  })

  it('is reopened as a recurrence when another month is missed', async () => {
    const { page, complaints } = visitor
    const later = new Date(Date.now() + 75 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)
    await page.goto(`${server.address}${path}?asOf=${later}`)
    await stateOf(page, 'Reopened')
    const stands = page.getByRole('region', { name: 'Where it stands' })
    await stands.getByText('Closed 1 time before').waitFor()
    await page.getByText(/^Found again: Restore drill report for Clinical database/).waitFor()
    expect(complaints).toEqual([])
  })
})

async function stateOf(page: Page, word: string): Promise<void> {
  await page.getByRole('region', { name: 'Where it stands' }).getByText(word, { exact: true }).waitFor()
}

/** One report for each month that the finding asks for: July, and whatever has passed since the sample ends. */
async function uploadUntilClosed(page: Page): Promise<void> {
  const closed = page.getByRole('region', { name: 'Where it stands' }).getByText('Closed', { exact: true })
  for (let n = 1; n <= mostUploads && !(await closed.isVisible()); n += 1) {
    await page.getByRole('button', { name: 'Upload the evidence' }).click()
    const dialog = page.getByRole('dialog', { name: 'Record evidence' })
    await dialog.locator('input[type="file"]').setInputFiles({
      name: `drill-${n}.pdf`,
      mimeType: 'application/pdf',
      buffer: composeRestoreReport(`Restore drill ${n} of the clinical database: restored in 2 h 10 min.`),
    })
    await dialog.getByRole('button', { name: 'Seal as evidence' }).click()
    await page.getByText(/The file is sealed in the log as entry/).waitFor()
    await page.getByRole('button', { name: 'Done' }).click()
    await page.waitForLoadState('networkidle')
  }
  await closed.waitFor()
}
