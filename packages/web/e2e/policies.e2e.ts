import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type RunningServer } from './server.ts'
import { violationsOf } from './violations.ts'
import { openBrowser, visit, visitAsOwner, type Visitor } from './visitor.ts'

let server: RunningServer
let browser: Browser
let author: Visitor
let approver: Visitor
const home = () => `${server.address}/o/ostermere`

beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  author = await visitAsOwner(browser, server.link)
}, 150_000)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

// One journey: each step stands on the one before.
describe('a policy, from template to acknowledgment', { timeout: 60_000 }, () => {
  it('begins where there is none, with what to do next', async () => {
    const { page } = author
    await page.keyboard.press('g')
    await page.keyboard.press('p')
    await page.getByRole('heading', { level: 1, name: 'Policies' }).waitFor()
    await page.getByRole('link', { name: 'Draft a policy' }).click()
    await page.getByLabel('Search templates').fill('sanctions')
    await page.waitForURL(/q=sanctions/)
    await page.getByRole('link', { name: 'Sanctions', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Sanctions' }).waitFor()
  })

  it('asks for each decision, and shows the suggestion without taking it', async () => {
    const { page } = author
    const field = page.getByLabel('Time from report to decision, in working days')
    expect(await field.inputValue()).toBe('')
    await page.getByText('The library suggests: 15 working days').waitFor()
    const preview = page.getByRole('region', { name: 'Preview' })
    expect(await preview.locator('mark').first().innerText()).toBe('What a first unintended violation leads to')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('Decide this before the policy can be recorded.').waitFor()
    await field.fill('99')
    await page.getByText('Give a number from 5 to 30.').waitFor()
    await field.fill('12')
    await preview.getByText('within 12 working days', { exact: false }).first().waitFor()
    expect(await violationsOf(page)).toEqual([])
  })

  it('keeps what was decided over a reload', async () => {
    const { page } = author
    await page.reload()
    await page.getByRole('link', { name: /^Time from report to decision/ }).click()
    expect(await page.getByLabel('Time from report to decision, in working days').inputValue()).toBe('12')
  })

  it('goes on to the last decision by taking suggestions', async () => {
    const { page } = author
    await page.getByLabel('Time from report to decision, in working days').press('Enter')
    await page.locator('input:focus').and(page.getByLabel('Who hears an appeal')).waitFor()
    for (let decision = 2; decision <= 5; decision += 1) {
      if (decision > 2) await page.getByRole('button', { name: 'Next' }).click()
      await page.getByRole('heading', { name: `Decision ${decision} of 5` }).waitFor()
      await page.getByRole('button', { name: 'Take the suggestion' }).click()
    }
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('heading', { name: 'Record the draft' }).waitFor()
    expect(await page.getByRole('region', { name: 'Preview' }).locator('mark').count()).toBe(0)
  })

  it('is recorded as a draft that is not in force, and that its recorder cannot approve', async () => {
    const { page } = author
    await page.getByLabel('Owner', { exact: false }).selectOption({ label: 'Dana Whitlock' })
    await page.getByLabel('Author', { exact: false }).selectOption({ label: 'Dana Whitlock' })
    expect(await violationsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Record the draft' }).click()
    await page.getByText('Nobody has approved it yet.', { exact: false }).waitFor()
    await page.getByText('Someone other than Dana Whitlock', { exact: false }).waitFor()
    expect(await page.getByRole('button', { name: /Approve/ }).count()).toBe(0)
  })

  it('is approved by somebody else, who reads it first', async () => {
    approver = await signInAs('Marguerite Tolland', 'marguerite.tolland@ostermere.example', 'executive')
    const { page } = approver
    await page.goto(`${home()}/policies/sanctions`)
    const draft = page.getByRole('region', { name: 'Draft that waits for approval' })
    await draft.getByText('within 12 working days', { exact: false }).first().waitFor()
    expect(await violationsOf(page)).toEqual([])
    await draft.getByRole('button', { name: 'Approve this draft' }).click()
    await page.getByRole('region', { name: 'In force' }).waitFor()
    expect(await draft.count()).toBe(0)
  })

  it('is acknowledged, and the list says who has not', async () => {
    const { page } = approver
    await page.getByRole('button', { name: 'I have read this version' }).click()
    await page.getByText('You acknowledged this version', { exact: false }).waitFor()
    const list = page.getByRole('region', { name: 'Acknowledgments' }).first()
    await list.getByRole('row').filter({ hasText: 'Marguerite Tolland' }).filter({ hasText: 'Acknowledged' }).waitFor()
    await list.getByText('Outstanding', { exact: true }).first().click()
    await page.waitForURL(/people=outstanding/)
    await list.getByRole('row').filter({ hasText: 'Marguerite Tolland' }).waitFor({ state: 'detached' })
    expect(await list.getByRole('row').count()).toBeGreaterThan(2)
    expect(await violationsOf(page)).toEqual([])
  })

  it('comes as a PDF', async () => {
    const { page } = approver
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByRole('button', { name: /^PDF of the version/ })
        .first()
        .click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^sanctions-.*\.pdf$/)
  })

  it('gets a new draft, whose words are compared with those in force', async () => {
    const { page } = author
    await page.goto(`${home()}/policies/sanctions`)
    await page.getByRole('link', { name: 'Write a new draft' }).click()
    const text = page.getByLabel('Text in Markdown')
    await text.waitFor()
    const before = await text.inputValue()
    await text.fill(before.replace('within 12 working days', 'within 20 working days'))
    const changes = page.getByRole('region', { name: 'Changes' })
    await changes.locator('ins').filter({ hasText: '20' }).waitFor()
    await page.getByLabel('Author', { exact: false }).selectOption({ label: 'Dana Whitlock' })
    await page.getByRole('button', { name: 'Record the draft' }).click()
    const draft = page.getByRole('region', { name: 'Draft that waits for approval' })
    await draft.locator('del').filter({ hasText: '12' }).waitFor()
    await draft.locator('ins').filter({ hasText: '20' }).waitFor()
    await page.getByRole('region', { name: 'In force' }).getByText('within 12 working days', { exact: false }).waitFor()
    expect(await violationsOf(page)).toEqual([])
    await page.goto(`${home()}/policies`)
    await page.getByRole('row').filter({ hasText: 'Sanctions' }).filter({ hasText: 'draft waits' }).waitFor()
  })

  it('raised no complaint of the browser on the way', () => {
    expect(author.complaints).toEqual([])
    expect(approver.complaints).toEqual([])
  })
})

/** Invites a person and opens their one-time link in a browser of their own. */
async function signInAs(name: string, email: string, role: string): Promise<Visitor> {
  const { page } = author
  await page.goto(`${home()}/settings`)
  const form = page.locator('form').filter({ has: page.getByRole('heading', { name: 'Invite a person' }) })
  await form.getByLabel('Name').fill(name)
  await form.getByLabel('E-mail').fill(email)
  await form.getByLabel('Role').selectOption(role)
  await form.getByRole('button', { name: 'Invite' }).click()
  const link = await form.getByRole('status').locator('code').innerText()
  const invited = await visit(browser)
  await invited.page.goto(link)
  await invited.page.getByRole('heading', { name: 'What needs a person now' }).waitFor()
  return invited
}
