import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { composeRestoreReport } from './restore-report.ts'
import { startServer, type RunningServer } from './server.ts'
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

// No pointer is used in this file.
describe('with the keyboard alone', { timeout: 60_000 }, () => {
  it('goes to a page with g and a letter, and searches it with a slash', async () => {
    const { page } = visitor
    await page.keyboard.press('g')
    await page.keyboard.press('m')
    await page.getByRole('heading', { name: 'Evidence matrix' }).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('restore drill report')
    await page.waitForURL(/q=restore/)
    await page.getByText('3 rows', { exact: false }).waitFor()
  })

  it('walks the rows with the arrows and opens one with Enter', async () => {
    const { page } = visitor
    const table = page.getByRole('table', { name: 'Evidence matrix' })
    await tabTo(visitor, () => document.activeElement?.hasAttribute('data-row-link') ?? false)
    await page.keyboard.press('End')
    await page.waitForFunction(
      () => document.activeElement?.closest('[role="row"]')?.getAttribute('aria-rowindex') === '4',
    )
    await page.keyboard.press('Home')
    await page.waitForFunction(
      () => document.activeElement?.closest('[role="row"]')?.getAttribute('aria-rowindex') === '2',
    )
    expect(await table.locator(':focus').count()).toBe(1)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /Jul 1 – 31, 2026: Missing/ }).waitFor()
  })

  it('uploads a file for the missed month', async () => {
    const { page } = visitor
    const chooser = page.waitForEvent('filechooser')
    await tabTo(visitor, () => document.activeElement?.textContent === 'Upload evidence for this interval')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Record evidence' })
    await dialog.waitFor()
    await tabTo(visitor, () => document.activeElement?.textContent === 'Choose a file')
    await page.keyboard.press('Enter')
    await (
      await chooser
    ).setFiles({
      name: 'restore-drill-2026-07.pdf',
      mimeType: 'application/pdf',
      buffer: composeRestoreReport('Restore drill, by keyboard.'),
    })
    await tabTo(visitor, () => document.activeElement?.textContent === 'Seal as evidence')
    await page.keyboard.press('Enter')
    await page.getByText(/The file is sealed in the log as entry/).waitFor()
    await page.keyboard.press('Escape')
    await page
      .getByRole('button', { name: /Jul 1 – 31, 2026: (Late|On time)$/ })
      .nth(1)
      .waitFor()
  })

  it('walks the intervals of a row with the arrows, opens one, and comes back to it', async () => {
    const { page } = visitor
    await page.keyboard.press('g')
    await page.keyboard.press('v')
    await page.getByRole('table', { name: 'Period' }).getByRole('list').first().waitFor()
    await tabTo(visitor, () => document.activeElement?.hasAttribute('data-interval') ?? false)
    const cell = page.locator('[data-interval]:focus')
    await page.keyboard.press('ArrowRight')
    const name = (await cell.textContent()) ?? ''
    expect(name).toMatch(/Feb 1\s–\s28, 2026: /)
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText('Operated in version').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.waitForFunction((text) => document.activeElement?.textContent === text, name)
  })

  it('finds the new evidence with the palette and opens it', async () => {
    const { page } = visitor
    await page.keyboard.press('Control+k')
    const field = page.getByLabel('Search everything', { exact: true }).last()
    await field.waitFor()
    await page.keyboard.type('restore-drill-2026-07')
    // In the palette, and not on the page behind it.
    await page.getByRole('dialog').getByText('restore-drill-2026-07.pdf').waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'restore-drill-2026-07.pdf' }).waitFor()
  })

  it('never hides the focus, neither under the bar nor out of view', async () => {
    const { page } = visitor
    await page.goto(`${server.address}/o/ostermere/controls/restore-test`)
    await page.getByRole('heading', { name: 'What is owed, and what is there' }).waitFor()
    for (let press = 0; press < 60; press += 1) {
      await page.keyboard.press('Tab')
      const seen = await page.evaluate(() => {
        const focused = document.activeElement
        if (focused === null || focused === document.body) return true
        const { left, top, width, height } = focused.getBoundingClientRect()
        const hit = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 12))
        return hit !== null && (focused.contains(hit) || hit.contains(focused))
      })
      expect(seen, `focus ${press} is hidden`).toBe(true)
    }
  })

  it('lets single keys be switched off', async () => {
    const { page } = visitor
    await page.evaluate(() => localStorage.setItem('evidentia-single-keys', 'off'))
    await page.reload()
    await page.getByRole('heading', { name: 'What is owed, and what is there' }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('m')
    await page.keyboard.press('?')
    await page.waitForTimeout(300)
    expect(page.url()).toContain('/controls/restore-test')
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  it('raised no complaint of the browser on the way', () => {
    expect(visitor.complaints).toEqual([])
  })
})

/** Presses Tab until something is focused; fails after a page's worth of presses. */
async function tabTo({ page }: Visitor, isThere: () => boolean): Promise<void> {
  for (let press = 0; press < 80; press += 1) {
    if (await page.evaluate(isThere)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('Tab does not lead there.')
}
