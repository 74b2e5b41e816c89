import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { composeRestoreReport } from './restore-report.ts'
import { startServer, type RunningServer } from './server.ts'
import { violationsOf } from './violations.ts'
import { openBrowser, visit, type Visitor } from './visitor.ts'

let server: RunningServer
let browser: Browser
let visitor: Visitor

beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  visitor = await visit(browser)
}, 150_000)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

// One journey: each step stands on the one before.
describe('from the first sign-in to a verified receipt', { timeout: 60_000 }, () => {
  it('signs in with the one-time link and drops its token from the address', async () => {
    const { page } = visitor
    await page.goto(server.link)
    await page.getByRole('heading', { name: 'What needs a person now' }).waitFor()
    expect(new URL(page.url()).hash).toBe('')
    await page.goBack()
    expect(page.url()).not.toContain('#')
    await page.goto(server.address)
  })

  it('refuses the same link a second time, with a sentence', async () => {
    const stranger = await visit(browser)
    await stranger.page.goto(server.link)
    const problem = stranger.page.getByRole('alert')
    await problem.waitFor()
    expect(await problem.innerText()).toMatch(/link/i)
    await stranger.context.close()
  })

  it('says that the organization is a sample', async () => {
    const { page } = visitor
    await page.getByRole('link', { name: /sample with invented data/ }).click()
    await page.getByText('Every name and file in this organization is invented.').waitFor()
  })

  it('reads the matrix, narrowed by the status chips, with its state in the address', async () => {
    const { page } = visitor
    await page.getByRole('link', { name: 'Matrix' }).click()
    const table = page.getByRole('table', { name: 'Evidence matrix' })
    await table.waitFor()
    await page.getByRole('button', { name: /^Missing/ }).click()
    await page.waitForURL(/status=missing/)
    const statuses = async () =>
      new Set((await table.locator('[data-column="status"]').allInnerTexts()).map((text) => text.trim()))
    await expect.poll(statuses).toEqual(new Set(['Missing']))
  })

  it('opens the row and finds the missed month', async () => {
    const { page } = visitor
    await page.getByRole('row').filter({ hasText: 'Clinical database' }).getByRole('link').click()
    const july = page.getByRole('button', { name: /Jul 1 – 31, 2026: Missing/ })
    await july.waitFor()
    expect(await july.getAttribute('aria-expanded')).toBe('true')
  })

  it('uploads the missing report for that month and gets its receipt', async () => {
    const { page } = visitor
    await page.getByRole('button', { name: 'Upload evidence for this interval' }).click()
    const dialog = page.getByRole('dialog', { name: 'Record evidence' })
    await dialog.waitFor()
    expect(await dialog.getByLabel('First day it speaks of').inputValue()).toBe('2026-07-01')
    await dialog.locator('input[type="file"]').setInputFiles({
      name: 'restore-drill-2026-07.pdf',
      mimeType: 'application/pdf',
      buffer: composeRestoreReport('Restore drill of the clinical database, 2026-07-21: restored in 2 h 10 min.'),
    })
    await dialog.getByRole('button', { name: 'Seal as evidence' }).click()
    await page.getByText(/The file is sealed in the log as entry/).waitFor()
    await page.getByRole('button', { name: 'Done' }).click()
  })

  it('sees the month and the row turn', async () => {
    const { page } = visitor
    await page
      .getByRole('button', { name: /Jul 1 – 31, 2026: (Late|On time)$/ })
      .first()
      .waitFor()
    const row = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: /Clinical database$/ }) })
    expect(await row.innerText()).not.toMatch(/Missing/)
  })

  it('is told what files are, takes what they prove, and seals two at once', async () => {
    const { page } = visitor
    const folder = new URL('../../../examples/ehr-hosting/evidence/access/', import.meta.url)
    const names = ['iam-credential-report-production-2026-01.csv', 'iam-credential-report-production-2026-02.csv']
    await page.getByRole('button', { name: 'Record evidence' }).click()
    const dialog = page.getByRole('dialog', { name: 'Record evidence' })
    const files = names.map(async (name, at) => ({
      // A name of its own: what the sample brought is looked for by its name below.
      name: `accounts-${at}.csv`,
      mimeType: 'text/csv',
      buffer: await readFile(new URL(name, folder)),
    }))
    await dialog.locator('input[type="file"]').setInputFiles(await Promise.all(files))
    const match = dialog.getByRole('group', { name: 'What the file is' })
    await match.getByText(/^AWS IAM credential report.*: \d+ accounts/).waitFor()
    await match
      .getByRole('button', { name: /^Proves: / })
      .first()
      .click()
    await dialog.getByLabel('First day it speaks of').fill('2026-11-30')
    await dialog.getByLabel('Last day it speaks of').fill('2026-11-30')
    expect(await violationsOf(page, '[role="dialog"]')).toEqual([])
    await dialog.getByRole('button', { name: 'Seal as evidence' }).click()
    await page.getByText('2 files are sealed, each with its receipt.').waitFor()
    expect(await violationsOf(page, '[role="dialog"]')).toEqual([])
    await page.getByRole('button', { name: 'Done' }).click()
  })

  it('answers an upload of the same file with its first receipt', async () => {
    const { page } = visitor
    await page
      .getByRole('button', { name: /Jul 1 – 31, 2026: (Late|On time)$/ })
      .nth(1)
      .click()
    await page.getByRole('button', { name: 'Upload evidence for this interval' }).click()
    const dialog = page.getByRole('dialog', { name: 'Record evidence' })
    await dialog.locator('input[type="file"]').setInputFiles({
      name: 'restore-drill-2026-07.pdf',
      mimeType: 'application/pdf',
      buffer: composeRestoreReport('Restore drill of the clinical database, 2026-07-21: restored in 2 h 10 min.'),
    })
    await dialog.getByRole('button', { name: 'Seal as evidence' }).click()
    await page.getByText('already recorded', { exact: false }).waitFor()
  })

  it('verifies the receipt in the browser, every step of it', async () => {
    const { page } = visitor
    await page.getByRole('link', { name: 'Open and verify' }).click()
    await page.getByRole('button', { name: 'Verify in this browser' }).click()
    await page.getByText('This proves', { exact: false }).waitFor()
    expect(await page.getByText('Passed', { exact: true }).count()).toBe(4)
    expect(await page.getByText('It does not prove', { exact: false }).count()).toBe(1)
  })

  it('refuses to verify with a key that is not the log’s', async () => {
    const { page } = visitor
    await page.getByLabel('Log key you trust').fill('evidentia/other+00000000+AQAA')
    await page.getByRole('button', { name: 'Verify in this browser' }).click()
    await page.getByText('Do not rely on this item.').waitFor()
    expect(await page.getByText('Failed', { exact: true }).count()).toBe(2)
  })

  it('shows where the file comes from, and lets nobody review what they brought', async () => {
    const { page } = visitor
    const provenance = page.getByRole('region', { name: 'Where it comes from' })
    expect(await provenance.innerText()).toMatch(/Collector\s+Manual/)
    const review = page.getByRole('region', { name: 'Review and acceptance' })
    expect(await review.innerText()).toContain('Nobody has reviewed it yet')
    expect(await review.getByRole('button', { name: 'Find it in order' }).count()).toBe(0)
  })

  it('corrects it, and the old item says by what', async () => {
    const { page } = visitor
    await page.getByRole('button', { name: 'Upload a correction' }).click()
    const dialog = page.getByRole('dialog', { name: 'Record a correction' })
    await dialog.getByLabel('Why it corrects restore-drill-2026-07.pdf').fill('The duration was wrong.')
    await dialog.locator('input[type="file"]').setInputFiles({
      name: 'restore-drill-2026-07-corrected.pdf',
      mimeType: 'application/pdf',
      buffer: composeRestoreReport('Restore drill of the clinical database, 2026-07-21: restored in 2 h 40 min.'),
    })
    await dialog.getByRole('button', { name: 'Seal as evidence' }).click()
    await page.getByText(/The file is sealed in the log as entry/).waitFor()
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByText('This item stays readable and counts no longer.', { exact: false }).waitFor()
  })

  it('reviews what somebody else brought, and holds it', async () => {
    const { page } = visitor
    await page.getByRole('link', { name: 'Evidence', exact: true }).first().click()
    await page.getByLabel('Search evidence').fill('iam-credential')
    await page.waitForURL(/q=iam-credential/)
    await page.locator('[data-row-link]').filter({ hasText: 'iam-credential' }).first().click()
    await page.getByRole('button', { name: 'Find it in order' }).click()
    const dialog = page.getByRole('dialog', { name: 'Review this evidence' })
    await dialog.getByLabel('Note').fill('Every account is there.')
    expect(await violationsOf(page, '[role="dialog"]')).toEqual([])
    await dialog.getByRole('button', { name: 'Find it in order' }).click()
    await page.getByText('Found in order by Local administrator', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Place a legal hold' }).click()
    const hold = page.getByRole('dialog', { name: 'Place a legal hold' })
    await hold.getByLabel('Reason').fill('Matter 12.')
    await hold.getByRole('button', { name: 'Place a legal hold' }).click()
    await page.getByRole('button', { name: 'Lift the hold' }).waitFor()
    expect(await violationsOf(page)).toEqual([])
  })

  it('shows an earlier day on request, and says so', async () => {
    const { page } = visitor
    await page.getByRole('button', { name: 'As of today' }).click()
    await page.getByRole('textbox', { name: 'Day' }).fill('2026-03-31')
    await page.getByRole('button', { name: 'Show this day' }).click()
    await page.waitForURL(/asOf=2026-03-31/)
    await page.getByText('You are looking at March 31, 2026', { exact: false }).waitFor()
    await page.getByRole('link', { name: 'Matrix' }).click()
    await page.waitForURL(/asOf=2026-03-31/)
    await page.getByText('as of Mar 31, 2026', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Back to today' }).click()
    await page.waitForURL((url) => !url.search.includes('asOf'))
  })

  it('raised no complaint of the browser on the way', () => {
    expect(visitor.complaints).toEqual([])
  })
})
