import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type RunningServer } from './server.ts'
import { violationsOf } from './violations.ts'
import { openBrowser, visitAsOwner, type Visitor } from './visitor.ts'

let server: RunningServer
let browser: Browser
let visitor: Visitor
const home = () => `${server.address}/o/ostermere`

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
describe('a control of the library, made one’s own', { timeout: 60_000 }, () => {
  it('is adopted, and its evidence becomes owed', async () => {
    const { page } = visitor
    await page.goto(`${home()}/controls/sanctions`)
    await page.getByText('Not adopted by this organization.', { exact: false }).waitFor()
    await page.getByRole('link', { name: 'Adopt', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: /^Adopt/ }).waitFor()
    expect(await violationsOf(page)).toEqual([])
    await page.getByLabel(/^Owner \(/).selectOption({ label: 'Dana Whitlock' })
    await page.getByRole('button', { name: 'Adopt the control' }).click()
    await page.getByText('Owner Dana Whitlock', { exact: false }).first().waitFor()
    await page.getByRole('heading', { name: /^Annual review of sanctions/ }).waitFor()
    await page.getByRole('link', { name: 'Adjust', exact: true }).waitFor()
  })

  it('departs from the library in its own words, with the reason', async () => {
    const { page } = visitor
    await page.getByRole('link', { name: 'Adjust', exact: true }).click()
    const library = await page.getByRole('region', { name: 'Policy' }).getByRole('paragraph').first().innerText()
    await page.getByLabel('Our own policy clause').check()
    const clause = page.getByLabel('Policy clause', { exact: false }).last()
    expect(await clause.inputValue()).toBe(library)
    await clause.fill('A case is decided by two people who do not report to each other.')
    await page.getByLabel('Cadence').first().fill('quarterly')
    expect(await violationsOf(page)).toEqual([])
    await page.getByLabel('Reason').fill('The works agreement of 2025 asks for two deciders.')
    await page.getByRole('button', { name: 'Record the change' }).click()
    const policy = page.getByRole('region', { name: 'Policy' })
    await policy.getByText('two people who do not report', { exact: false }).waitFor()
    await policy.getByText('Our own').first().waitFor()
    await policy.getByText('The works agreement of 2025', { exact: false }).waitFor()
    await page
      .getByRole('region', { name: 'Evidence of operation' })
      .getByText('Quarterly', { exact: false })
      .first()
      .waitFor()
    expect(await violationsOf(page)).toEqual([])
  })

  it('still knows what the library says', async () => {
    const { page } = visitor
    await page.goto(`${home()}/controls/sanctions/upgrade`)
    const row = page.getByRole('row').filter({ hasText: 'Policy clause' })
    await row.getByText('Only we departed').waitFor()
    await row.getByText('two people who do not report', { exact: false }).waitFor()
    expect(await violationsOf(page)).toEqual([])
  })

  it('shows a newer version three ways, with the way to operate it', async () => {
    const { page } = visitor
    // The catalog that ships has one version of each control, so the server's answer is given here.
    const changes = [
      { field: 'policy.clause', base: 'Decide.', ours: 'Two decide.', theirs: 'Decide in ten days.', kind: 'conflict' },
      { field: 'objective', base: 'Equal cases.', ours: 'Equal cases.', theirs: 'Equal ends.', kind: 'library' },
      { field: 'evidence.sanctions-review.cadence', base: 'annual', ours: 'quarterly', theirs: 'annual', kind: 'ours' },
    ]
    await page.route('**/api/v1/controls/sanctions/upgrade*', async (route) =>
      route.fulfill({ json: { control: 'sanctions', operated: 1, to: 2, versions: [1, 2], changes } }),
    )
    await page.goto(`${home()}/controls/sanctions`)
    await page.getByRole('link', { name: 'See what would change' }).click()
    await page.getByRole('button', { name: 'Operate version 2' }).waitFor()
    const table = page.getByRole('region', { name: 'Three-way difference' })
    const kinds = await table.locator('tbody tr td:nth-child(2)').allInnerTexts()
    expect(kinds.map((text) => text.split('\n')[0])).toEqual(['Both changed', 'Library changed', 'Only we departed'])
    expect(await violationsOf(page)).toEqual([])
    await page.unroute('**/api/v1/controls/sanctions/upgrade*')
  })

  it('is retired with the reason, and past days keep it', async () => {
    const { page } = visitor
    await page.goto(`${home()}/controls/restore-test`)
    await page.getByRole('link', { name: 'Retire', exact: true }).click()
    const act = page.getByRole('button', { name: 'Retire the control' })
    expect(await act.isDisabled()).toBe(true)
    await page.getByLabel('Reason').fill('The hosting vendor has taken over the rehearsals.')
    expect(await violationsOf(page)).toEqual([])
    await act.click()
    await page.getByText(/retired [A-Z]/).waitFor()
    await page.getByRole('link', { name: 'Adopt', exact: true }).waitFor()
    await page.goto(`${home()}/controls/restore-test?asOf=2026-08-31`)
    await page.getByRole('button', { name: /Jul 1 – 31, 2026: Missing/ }).waitFor()
  })
})

describe('the library', { timeout: 60_000 }, () => {
  it('is reached by keyboard and lists what there is to read', async () => {
    const { page } = visitor
    await page.keyboard.press('g')
    await page.keyboard.press('b')
    await page.getByRole('heading', { level: 1, name: 'Library' }).waitFor()
    await page.getByRole('link', { name: 'A device or medium is lost or stolen' }).click()
    await page.getByRole('heading', { level: 1, name: 'A device or medium is lost or stolen' }).waitFor()
    await page.getByText('Within 15 minutes').first().waitFor()
  })

  it('prints a playbook whole, without what is only for the screen', async () => {
    const { page } = visitor
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false)
    expect(await page.getByText('Decided by a person, never by this playbook').isVisible()).toBe(true)
    await page.emulateMedia({ media: 'screen' })
  })

  it('raised no complaint of the browser on the way', () => {
    expect(visitor.complaints).toEqual([])
  })
})
