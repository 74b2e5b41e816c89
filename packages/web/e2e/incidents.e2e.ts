import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type RunningServer } from './server.ts'
import { look, violationsOf } from './violations.ts'
import { openBrowser, visit, visitAsOwner, type Visitor } from './visitor.ts'

let server: RunningServer
let browser: Browser
let visitor: Visitor
let second: Visitor

beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  visitor = await visitAsOwner(browser, server.link)
  second = await inviteSecond(visitor.page)
}, 150_000)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const light = { name: 'light', colorScheme: 'light', forcedColors: 'none', width: 1366 } as const

/** Another person of the program, who may decide, signed in at a browser of their own. */
async function inviteSecond(page: Page): Promise<Visitor> {
  const link = await page.evaluate(async () => {
    const headers = { 'content-type': 'application/json', 'evidentia-organization': 'ostermere' }
    const send = async (method: string, path: string, body: object) => {
      const reply = await fetch(`/api/v1${path}`, { method, headers, body: JSON.stringify(body) })
      if (!reply.ok) throw new Error(await reply.text())
      return reply.json()
    }
    const session = await (await fetch('/api/v1/session')).json()
    const people = [
      { id: 'the-owner', name: 'The Owner', email: session.user.email },
      { id: 'omar-officer', name: 'Omar Officer', email: 'omar@ostermere.example' },
    ]
    for (const body of people) await send('PUT', `/documents/person/${body.id}`, { effective: '2026-01-01', body })
    return (await send('POST', '/members', { name: 'Omar Officer', email: people[1]?.email, role: 'executive' })).link
  })
  const omar = await visit(browser)
  await omar.page.goto(String(link))
  await omar.page.getByRole('heading', { name: 'What needs a person now' }).waitFor()
  return omar
}

/** Records a fact by the form: what is known, then its fields by label. */
async function record(page: Page, what: string, fields: Readonly<Record<string, string | true>>): Promise<void> {
  await page.getByRole('button', { name: 'Record a fact' }).click()
  const dialog = page.getByRole('dialog', { name: 'Record a fact' })
  await dialog.getByLabel('What is known').selectOption({ label: what })
  for (const [label, value] of Object.entries(fields)) {
    const field = dialog.getByLabel(label)
    if (value === true) await field.check()
    else if ((await field.evaluate((element) => element.tagName)) === 'SELECT')
      await field.selectOption({ label: value })
    else await field.fill(value)
  }
  await dialog.getByRole('button', { name: 'Record it' }).click()
  await dialog.waitFor({ state: 'detached' })
}

/** Some minutes ago, as a field for date and time wants it in the browser's own zone. */
async function ago(page: Page, minutes: number): Promise<string> {
  return page.evaluate((back) => {
    const at = new Date(Date.now() - back * 60_000)
    return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
  }, minutes)
}

// One journey: each step stands on the one before.
describe('a misdirected message', { timeout: 90_000 }, () => {
  it('is opened by whoever hears of it first', async () => {
    const { page } = visitor
    await page.keyboard.press('g')
    await page.keyboard.press('u')
    await page.getByRole('heading', { level: 1, name: 'Incidents' }).waitFor()
    await page.getByText('No incident is recorded.').waitFor()
    await page.getByRole('link', { name: 'Open an incident' }).click()
    await page.getByLabel('What happened').fill('Results went to the wrong hospital')
    await page.getByLabel('Commander').selectOption({ label: 'The Owner' })
    await page.getByLabel('Backup').selectOption({ label: 'Omar Officer' })
    await page.getByLabel('Detected').fill(await ago(page, 90))
    await page.getByLabel('Occurred, if known').fill(await ago(page, 240))
    expect(await violationsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Open it' }).click()
    await page.getByRole('heading', { level: 1, name: 'Results went to the wrong hospital' }).waitFor()
    await page.getByText('No clock runs yet.').waitFor()
  })

  it('has a clock for each rule once the parties are recorded, at its earliest while something is unknown', async () => {
    const { page } = visitor
    const clocks = page.getByRole('region', { name: 'Clocks' })
    const zone = 'Time zone its days are counted in'
    await record(page, 'A party', { 'Name of the party': 'Clinic', Role: 'Covered entity', [zone]: 'America/Chicago' })
    await clocks.getByText('Not recorded: when clinic knew of it', { exact: false }).first().waitFor()
    await record(page, 'A party', {
      'Name of the party': 'Host',
      Role: 'Business associate',
      [zone]: 'America/New_York',
    })
    await record(page, 'An agreement: who reports to whom', {
      'Who has to report': 'host',
      'To whom': 'clinic',
      'As what it acts': 'Independent contractor',
      'Term to report': 'In days',
      'Days or hours of the term': '5',
      'Where it is agreed': 'Clinic agreement 7',
    })
    await record(page, 'Who knew, and when', { 'Of which party': 'host', When: await ago(page, 90) })
    const agreed = clocks.locator('[data-clock^="agreement:"]')
    await agreed.getByText('Running').waitFor()
    await agreed.getByText('host notifies clinic within 5 calendar days of discovery', { exact: false }).waitFor()
    await agreed.getByText('America/New_York', { exact: false }).waitFor()
    expect(await clocks.locator('[aria-live="off"]').count()).toBe(1)
  })

  it('counts residents of two States, each under its own rule and in the zone of the party', async () => {
    const { page } = visitor
    const clocks = page.getByRole('region', { name: 'Clocks' })
    await record(page, 'Who knew, and when', { 'Of which party': 'clinic', When: await ago(page, 60) })
    for (const [state, many] of [
      ['US-TX', '480'],
      ['US-WA', '12'],
    ] as const)
      await record(page, 'How many are affected', {
        'Of which party': 'clinic',
        'State or jurisdiction': state,
        'How many': many,
        'The count cannot rise any more': true,
      })
    await clocks
      .locator('[data-clock="state:clinic:us-tx-individuals"]')
      .getByText('America/Chicago', { exact: false })
      .waitFor()
    await clocks.locator('[data-clock="state:clinic:us-wa-individuals"]').first().waitFor()
    await page.getByText('counsel decides', { exact: false }).first().waitFor()
    expect(await violationsOf(page)).toEqual([])
  })

  it('keeps what was believed when a count is corrected with its reason', async () => {
    const { page } = visitor
    const clocks = page.getByRole('region', { name: 'Clocks' })
    const media = clocks.locator('[data-clock="media:clinic:US-TX"]')
    const before = new Date().toISOString()
    await page.getByRole('button', { name: 'Correct affected-clinic-us-tx' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('How many').fill('501')
    expect(await dialog.getByRole('button', { name: 'Record the correction' }).isDisabled()).toBe(true)
    await dialog.getByLabel('Why it is corrected').fill('A second mailbox was found.')
    await dialog.getByRole('button', { name: 'Record the correction' }).click()
    await dialog.waitFor({ state: 'detached' })
    await media.getByText('left', { exact: false }).waitFor()
    await page.getByText('1 earlier version').waitFor()
    const address = page.url()
    await page.goto(`${address}?knownAt=${before}`)
    await page.getByText('As believed on', { exact: false }).first().waitFor()
    expect(await media.isVisible()).toBe(false)
    expect(await page.getByRole('button', { name: 'Record a fact' }).count()).toBe(0)
    expect(await violationsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Back to now' }).click()
    await media.waitFor()
  })

  it('is worked: an entry in the timeline, a step of the playbook', async () => {
    const { page } = visitor
    const timeline = page.getByRole('region', { name: 'Timeline' })
    await timeline.getByLabel('In words').fill('The hospital called and promised to delete it.')
    await timeline.getByLabel('Occurred').fill(await ago(page, 30))
    await timeline.getByRole('button', { name: 'Add to the timeline' }).click()
    await timeline.getByRole('listitem').getByText('promised to delete it', { exact: false }).waitFor()
    await page.getByRole('button', { name: /^Work on it: Stop the route/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('What was done', { exact: false }).fill('The channel is stopped.')
    await dialog.getByRole('button', { name: 'Record it' }).click()
    await page.getByText('1 of 19 steps worked', { exact: false }).waitFor()
    expect(visitor.complaints).toEqual([])
  })

  it('is assessed one question at a time, with the rule, and decided by two', async () => {
    const { page } = visitor
    await page.getByRole('link', { name: 'Assess clinic' }).click()
    await page.getByRole('heading', { name: 'Was the PHI secured?' }).waitFor()
    await page.getByText('45 CFR 164.402', { exact: false }).first().waitFor()
    expect(await violationsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('heading', { name: 'Does an exclusion apply?' }).waitFor()
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('heading', { name: 'What PHI was it?' }).waitFor()
    await page.getByRole('radio', { name: 'The risk is not low' }).check()
    expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true)
    await page.getByLabel('Why').fill('Names with laboratory results of 501 people.')
    await page.getByLabel('Evidence it stands on').selectOption({ index: 1 })
    for (let turn = 0; turn < 4; turn += 1) await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('button', { name: 'Record the assessment' }).click()
    const breach = page.getByRole('region', { name: 'Breach assessment', exact: true })
    await breach.getByText('Presumed a breach').first().waitFor()
    await breach.getByRole('button', { name: 'Decide' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: 'Not to be notified' }).check()
    await dialog.getByRole('button', { name: 'Decide' }).click()
    // Three factors are missing, so it cannot be anything but a breach.
    await dialog.getByText('is missing', { exact: false }).waitFor()
    await dialog.getByRole('radio', { name: 'A breach that has to be notified' }).check()
    await dialog.getByRole('button', { name: 'Decide' }).click()
    await dialog.waitFor({ state: 'detached' })
    await breach.getByText('Somebody else has to confirm your decision.').waitFor()
    expect(await breach.getByRole('button', { name: 'Confirm the decision' }).count()).toBe(0)
  })

  it('is confirmed by the other person at a browser of their own, and closed only when nothing is owed', async () => {
    const { page } = second
    await page.goto(visitor.page.url())
    const breach = page.getByRole('region', { name: 'Breach assessment of clinic' })
    await breach.getByRole('button', { name: 'Confirm the decision' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click()
    await breach.getByText('Omar Officer', { exact: false }).waitFor()
    const first = visitor.page
    await first.reload()
    await first.getByRole('button', { name: 'Record a stage' }).click()
    const dialog = first.getByRole('dialog')
    await dialog.getByLabel('Stage').selectOption('closed')
    await dialog.getByLabel('What shows it').fill('Everybody was told.')
    await dialog.getByRole('button', { name: 'Record it' }).click()
    await dialog.getByText('still owed', { exact: false }).waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await first.getByRole('link', { name: 'Incidents' }).first().click()
    await first
      .getByText('45 CFR', { exact: false })
      .or(first.getByText('Clinic agreement 7', { exact: false }))
      .first()
      .waitFor()
    expect(await violationsOf(first)).toEqual([])
  })

  it('has no violation in the dark, on a narrow window and with forced colors', async () => {
    const { page } = visitor
    await page.goBack()
    await page.getByRole('region', { name: 'Clocks' }).waitFor()
    for (const [at, change] of [
      { name: 'dark', colorScheme: 'dark' } as const,
      { name: 'narrow', width: 390 } as const,
      { name: 'forced', forcedColors: 'active' } as const,
    ].entries()) {
      await look(page, { ...light, ...change })
      expect(await violationsOf(page), change.name).toEqual([])
      const shots = process.env['EVIDENTIA_SHOTS']
      if (shots !== undefined) await page.screenshot({ path: `${shots}/room-${at}.png`, fullPage: true })
    }
    await look(page, light)
    // The one refusal of each of two acts is told by the browser too.
    expect(visitor.complaints.filter((one) => !one.includes('409'))).toEqual([])
  })
})

describe('an exercise', { timeout: 60_000 }, () => {
  it('is told apart everywhere', async () => {
    const { page } = visitor
    await page.goto(`${server.address}/o/ostermere/incidents/new`)
    await page.getByLabel('What happened').fill('Tabletop of the spring')
    await page.getByRole('radio', { name: 'Exercise' }).check()
    await page.getByLabel('Commander').selectOption({ label: 'The Owner' })
    await page.getByLabel('Backup').selectOption({ label: 'Omar Officer' })
    await page.getByRole('button', { name: 'Open it' }).click()
    await page.getByText('Nothing of this happened.', { exact: false }).waitFor()
    await page.getByRole('link', { name: 'Incidents' }).first().click()
    const row = page.getByRole('row', { name: /Tabletop of the spring/ })
    await row.getByText('Exercise', { exact: true }).waitFor()
  })
})
