import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type RunningServer } from './server.ts'
import { violationsOf } from './violations.ts'
import { openBrowser, visitAsOwner, type Visitor } from './visitor.ts'

const tickets = new URL('../../../examples/ehr-hosting/evidence/change/', import.meta.url)
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

// One journey: each step stands on the one before. The sample's January export of tickets ends a day early.
describe('the changes of a quarter, as an auditor asks for them', { timeout: 60_000 }, () => {
  it('are defined, and counted while they are', async () => {
    const { page } = visitor
    await page.keyboard.press('g')
    await page.keyboard.press('a')
    await page.getByRole('heading', { level: 1, name: 'Populations' }).waitFor()
    await page.getByRole('link', { name: 'New population' }).click()
    await page.getByLabel('Record type').first().selectOption('change')
    await page.getByLabel('What it is').fill('Changes to production, first quarter')
    await page.getByLabel('First day').fill('2026-01-01')
    await page.getByLabel('Last day').fill('2026-03-31')
    await page.getByLabel('The system of record numbers them without gaps').check()
    const preview = page.getByRole('region', { name: 'What it would hold now' })
    const all = await countTickets('01', '02', '03')
    await expect.poll(async () => countIn(preview), { timeout: 10_000 }).toBe(all)
    await preview.getByText('Jan 31, 2026').waitFor()
    await page.getByRole('button', { name: 'Add a condition' }).click()
    await page.getByLabel('Value').selectOption('emergency')
    await expect.poll(async () => countIn(preview), { timeout: 10_000 }).toBeLessThan(all)
    expect(await violationsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Remove the condition' }).click()
    await expect.poll(async () => countIn(preview), { timeout: 10_000 }).toBe(all)
  })

  it('stand in the address, so that a reload loses nothing', async () => {
    const { page } = visitor
    await page.waitForURL(/draft=/)
    await page.reload()
    expect(await page.getByLabel('What it is').inputValue()).toBe('Changes to production, first quarter')
    await page.getByLabel('A count somebody read').check()
    await page.getByRole('textbox', { name: /^Count/ }).fill('7')
    await page.getByLabel('Who read it where, and when').fill('Dashboard, read by Ada on 1 April')
  })

  it('are frozen, with a card that says what is open', async () => {
    const { page } = visitor
    await page.getByRole('button', { name: 'Freeze it' }).click()
    await page.getByRole('heading', { level: 1, name: 'Changes to production, first quarter' }).waitFor()
    const open = page.getByRole('region', { name: 'What to weigh' })
    await open.getByText('1 day of the period is covered by no export.').waitFor()
    await open.getByText('The stated count is 7', { exact: false }).waitFor()
    const card = page.getByRole('region', { name: 'Completeness and accuracy card' })
    await card.getByText('Ticketing system (3 exports', { exact: false }).waitFor()
    await page.getByRole('region', { name: 'Items' }).getByRole('link', { name: 'CHG-1041' }).waitFor()
    expect(await violationsOf(page)).toEqual([])
  })

  it('are attested by name, and shared', async () => {
    const { page } = visitor
    await page.getByRole('button', { name: 'Attest that it is complete' }).click()
    await page.getByLabel('What you compared it with').fill('The queue of 31 January was looked through by hand.')
    await page.getByRole('dialog').getByRole('button', { name: 'Attest that it is complete' }).click()
    const behind = page.getByRole('region', { name: 'Who stands behind it' })
    await behind.getByText('Complete and accurate, says Local administrator', { exact: false }).waitFor()
    await behind.getByText('Attested', { exact: true }).first().waitFor()
    await page.getByRole('button', { name: 'Share with auditors' }).click()
    await page.getByRole('button', { name: 'Share it' }).click()
    await behind.getByText('See it since', { exact: false }).waitFor()
  })

  it('are drawn again, and the new one takes the place of the old', async () => {
    const { page, complaints } = visitor
    await page.getByRole('link', { name: 'Draw it again' }).click()
    await page.getByText('It takes the place of', { exact: false }).waitFor()
    await page.getByLabel('What it is').fill('Changes to production, first quarter, again')
    await page.getByRole('button', { name: 'Freeze it' }).click()
    await page.getByText('It took the place of', { exact: false }).waitFor()
    await page.getByRole('link', { name: 'Populations', exact: true }).last().click()
    const table = page.getByRole('table', { name: 'Populations' })
    await table.getByText('Superseded').waitFor()
    expect(await table.locator('[data-row-link]').count()).toBe(2)
    expect(complaints).toEqual([])
  })
})

/** How many tickets the sample's exports of these months hold. */
async function countTickets(...months: readonly string[]): Promise<number> {
  const files = months.map(async (month) => readFile(new URL(`change-tickets-2026-${month}.csv`, tickets), 'utf8'))
  return (await Promise.all(files))
    .join('\n')
    .matchAll(/^CHG-\d+,/gm)
    .toArray().length
}

async function countIn(preview: ReturnType<Page['getByRole']>): Promise<number> {
  const text = await preview.getByText(/^[\d,]+ items?$/).innerText()
  return Number(/[\d,]+/.exec(text)?.[0].replaceAll(',', ''))
}
