import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type RunningServer } from './server.ts'
import { violationsOf } from './violations.ts'
import { openBrowser, visitAsOwner, type Visitor } from './visitor.ts'

let server: RunningServer
let browser: Browser
let visitor: Visitor

beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  visitor = await visitAsOwner(browser, server.link)
}, 150_000)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

// One journey: each step stands on the one before.
describe('a check of one’s own', { timeout: 60_000 }, () => {
  it('is written, and told where it is wrong while it is', async () => {
    const { page } = visitor
    await page.keyboard.press('g')
    await page.keyboard.press('h')
    await page.getByRole('heading', { level: 1, name: 'Checks' }).waitFor()
    await page.getByRole('link', { name: 'Write a check' }).click()
    await page.getByLabel('Title').fill('Names say who')
    await page.getByLabel('What it asserts').fill('Every enabled account has a name of at least three letters.')
    await page.getByLabel('Field shown beside each verdict').selectOption('username')
    await page.getByLabel('Applies to').fill('record.enabled')
    await page.getByRole('textbox', { name: 'Expression' }).fill('size(record.naem) >= 3')
    const faults = page.getByRole('list', { name: 'Faults' })
    await faults.getByText(/line 1, column \d+: no such key: naem/i).waitFor()
    await page.getByRole('textbox', { name: 'Expression' }).fill('size(record.username) >= 3')
    await page.getByText('Nothing. It can be read.').waitFor()
    expect(await page.getByRole('textbox', { name: /^Id/ }).inputValue()).toBe('names-say-who')
  })

  it('stands in the address, so that a reload loses nothing', async () => {
    const { page } = visitor
    await page.waitForURL(/draft=.*username/)
    await page.reload()
    expect(await page.getByRole('textbox', { name: 'Expression' }).inputValue()).toBe('size(record.username) >= 3')
  })

  it('shows the verdict on every record before it counts, and is put into effect with a reason', async () => {
    const { page } = visitor
    await page.getByRole('combobox', { name: 'Evidence' }).selectOption({ index: 1 })
    await page.getByRole('button', { name: 'Try it' }).click()
    const verdicts = page.getByRole('table', { name: 'Verdicts' })
    await verdicts.getByText('Met', { exact: true }).first().waitFor()
    expect(await violationsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Put it into effect' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Why').fill('Names of one letter tell an auditor nothing.')
    await dialog.getByRole('button', { name: 'Put it into effect' }).click()
    await page.getByRole('heading', { level: 1, name: 'Names say who' }).waitFor()
    await page.getByText('Names of one letter tell an auditor nothing.').waitFor()
  })

  it('is run on the evidence there is, and its answers are sealed with every item and its inputs', async () => {
    const { page, complaints } = visitor
    const results = page.getByRole('table', { name: 'Check results' })
    await results.locator('[data-row-link]').first().waitFor({ timeout: 30_000 })
    await results.locator('[data-row-link]').first().focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Every enabled account has a name' }).waitFor()
    const items = page.getByRole('table', { name: 'Items' })
    await items.getByText('Met', { exact: true }).first().waitFor()
    await page.getByRole('combobox', { name: 'Verdict' }).selectOption('not-applicable')
    await page.waitForURL(/verdict=not-applicable/)
    await items.getByText('the check does not apply to it').first().waitFor()
    const inputs = page.getByRole('region', { name: 'What it was given' })
    await inputs
      .getByText(/^[0-9a-f]{64}$/)
      .first()
      .waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download the sealed items' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^re_[0-9a-f]{20}\.ndjson$/)
    expect(await violationsOf(page)).toEqual([])
    expect(complaints).toEqual([])
  })
})
