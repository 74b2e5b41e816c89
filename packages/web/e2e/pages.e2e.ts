import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type RunningServer } from './server.ts'
import { look, type Look, violationsOf } from './violations.ts'
import { openBrowser, visit, visitAsOwner } from './visitor.ts'

type State = Awaited<ReturnType<Awaited<ReturnType<typeof visit>>['context']['storageState']>>

let server: RunningServer
let browser: Browser
let signedIn: State
let evidence: string
let differences: string

beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  const { page, context } = await visitAsOwner(browser, server.link)
  await page.goto(`${server.address}/o/ostermere/evidence?q=iam-credential`)
  evidence = (await page.locator('[data-row-link]').first().getAttribute('href')) ?? ''
  differences = `/o/ostermere/differences?asOf=2026-10-31&knownAt=${await readEarlierInstant(page)}`
  signedIn = await context.storageState()
  await context.close()
}, 150_000)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const routes: readonly (readonly [path: string, heading: string])[] = [
  ['/o/ostermere', 'What needs a person now'],
  ['/o/ostermere?asOf=2026-01-31', 'What needs a person now'],
  ['/o/ostermere/matrix', 'Evidence matrix'],
  ['/o/ostermere/matrix?group=framework', 'Evidence matrix'],
  ['/o/ostermere/matrix?q=no-such-row', 'Evidence matrix'],
  ['/o/ostermere/period', 'Period'],
  ['/o/ostermere/period?q=no-such-row', 'Period'],
  ['/o/ostermere/forecast', 'Forecast'],
  ['/o/ostermere/readiness', 'Readiness'],
  ['/o/ostermere/readiness?view=table', 'Readiness'],
  ['/o/ostermere/differences', 'Differences'],
  ['{differences}', 'Differences'],
  ['/o/ostermere/findings', 'Findings'],
  ['/o/ostermere/findings/gap:restore-test/restore-drill@system:clinical-db', 'Restore drill'],
  ['/o/ostermere/incidents', 'Incidents'],
  ['/o/ostermere/incidents/new', 'Open an incident'],
  ['/o/ostermere/controls', 'Controls'],
  ['/o/ostermere/controls/access-removal', 'Leavers'],
  ['/o/ostermere/controls/restore-test', 'A restore'],
  ['/o/ostermere/systems', 'Systems'],
  ['/o/ostermere/systems/clinical-db', 'Clinical database'],
  ['/o/ostermere/evidence', 'Evidence'],
  ['{evidence}', 'iam-credential'],
  ['/o/ostermere/mappings', 'Mappings'],
  ['/o/ostermere/mappings/new', 'Map a table'],
  ['/o/ostermere/connections', 'Connections'],
  ['/o/ostermere/connections/new', 'Connect a system'],
  ['/o/ostermere/connections/new?connector=aws', 'Connect Amazon Web Services'],
  ['/o/ostermere/populations', 'Populations'],
  ['/o/ostermere/populations/new', 'New population'],
  ['/o/ostermere/checks', 'Checks'],
  ['/o/ostermere/checks/new', 'Write a check'],
  ['/o/ostermere/checks/leaver-accounts-disabled', 'Leaver accounts disabled'],
  ['/o/ostermere/check-results?verdict=not-met', 'Check results'],
  ['/o/ostermere/frameworks', 'Frameworks'],
  ['/o/ostermere/frameworks/hipaa-nprm-2025', 'Proposed changes'],
  ['/o/ostermere/frameworks/nist-csf-2.0?preview=yes', 'NIST Cybersecurity Framework'],
  ['/o/ostermere/frameworks/hipaa-security/requirements/164.308(a)(3)(ii)(C)', '164.308(a)(3)(ii)(C)'],
  ['/o/ostermere/frameworks/hitrust-csf/requirements/00.01', '00.01'],
  ['/o/ostermere/crosswalk', 'Crosswalk'],
  ['/o/ostermere/crosswalk?q=no-such-control', 'Crosswalk'],
  ['/o/ostermere/decisions', 'Decisions'],
  ['/o/ostermere/decisions?state=undecided', 'Decisions'],
  ['/o/ostermere/policies', 'Policies'],
  ['/o/ostermere/policies/new', 'Draft a policy'],
  ['/o/ostermere/policies/new?template=sanctions', 'Sanctions'],
  ['/o/ostermere/controls/restore-test/tailoring', 'Adjust'],
  ['/o/ostermere/controls/restore-test/upgrade', 'Departures'],
  ['/o/ostermere/library', 'Library'],
  ['/o/ostermere/library/playbooks/ransomware', 'Ransomware'],
  ['/o/ostermere/library/questionnaires/vendor-ai', 'Vendor of an AI service'],
  ['/o/ostermere/library/workloads/ehr-hosting', 'Hosted electronic health record'],
  ['/o/ostermere/log', 'Log'],
  ['/o/ostermere/settings', 'Settings'],
  ['/o/no-such-organization', 'Not found'],
  ['/account', 'Account'],
  ['/create', 'Create your organization'],
  ['/', 'Choose an organization'],
  ['/sign-in', 'Sign in'],
  ['/nowhere', 'Not found'],
]

/** One of each layout, for the looks in which pages differ by their layout only. */
const distinctRoutes = new Set([
  '/o/ostermere',
  '/o/ostermere/matrix',
  '/o/ostermere/period',
  '/o/ostermere/forecast',
  '/o/ostermere/readiness',
  '{differences}',
  '/o/ostermere/findings',
  '/o/ostermere/findings/gap:restore-test/restore-drill@system:clinical-db',
  '/o/ostermere/controls/restore-test',
  '/o/ostermere/systems/clinical-db',
  '/o/ostermere/frameworks/nist-csf-2.0?preview=yes',
  '/o/ostermere/frameworks/hipaa-security/requirements/164.308(a)(3)(ii)(C)',
  '/o/ostermere/crosswalk',
  '/o/ostermere/decisions',
  '/o/ostermere/evidence',
  '{evidence}',
  '/o/ostermere/populations/new',
  '/o/ostermere/checks/new',
  '/o/ostermere/policies/new?template=sanctions',
  '/o/ostermere/controls/restore-test/tailoring',
  '/o/ostermere/library/workloads/ehr-hosting',
  '/o/ostermere/settings',
  '/sign-in',
])

const light: Look = { name: 'light', colorScheme: 'light', forcedColors: 'none', width: 1366 }
const everyLook: readonly Look[] = [light, { ...light, name: 'dark', colorScheme: 'dark' }]
const looksOfDistinct: readonly Look[] = [
  ...everyLook,
  { ...light, name: 'narrow', width: 390 },
  { ...light, name: 'forced colors', forcedColors: 'active' },
]

describe('every page, light and dark, and each kind of page narrow and in forced colors', () => {
  it(
    'has no accessibility violation (WCAG 2.2 AA), and the browser has no complaint',
    { timeout: 600_000 },
    async () => {
      const queue = routes.values()
      const walk = async (): Promise<string[]> => {
        const { page, context, complaints } = await visit(browser, {
          storageState: signedIn,
          colorScheme: 'light',
          reducedMotion: 'reduce',
        })
        const found: string[] = []
        for (const [path, heading] of queue) {
          await page.goto(
            `${server.address}${path.replace('{evidence}', evidence).replace('{differences}', differences)}`,
          )
          await page.getByRole('heading', { level: 1, name: heading }).waitFor()
          for (const one of distinctRoutes.has(path) ? looksOfDistinct : everyLook) {
            await look(page, one)
            for (const violation of await violationsOf(page)) found.push(`${path}, ${one.name}: ${violation}`)
            if (await hasSidewaysScroll(page)) found.push(`${path}, ${one.name}: scrolls sideways`)
          }
          await look(page, light)
        }
        await context.close()
        return [...found, ...complaints]
      }
      // Two visitors share the pages: most of the time of one is waiting for the network to be quiet.
      expect((await Promise.all([walk(), walk()])).flat()).toEqual([])
    },
  )
})

describe('what opens over a page', () => {
  it.each(['light', 'dark'] as const)(
    'has no accessibility violation, %s',
    { timeout: 120_000 },
    async (colorScheme) => {
      const { page, context, complaints } = await visit(browser, {
        storageState: signedIn,
        colorScheme,
        reducedMotion: 'reduce',
      })
      await page.goto(`${server.address}/o/ostermere/controls/restore-test`)
      const openers: readonly (readonly [name: string, open: () => Promise<void>])[] = [
        ['upload', async () => page.keyboard.press('u')],
        ['shortcuts', async () => page.keyboard.press('?')],
        ['palette', async () => page.keyboard.press('Control+k')],
        ['as of', async () => page.getByRole('button', { name: 'As of today' }).click()],
        ['period', async () => page.getByRole('button', { name: 'Observation period' }).click()],
        ['account', async () => page.getByRole('button', { name: /^Account of/ }).click()],
        ['remove the sample', async () => page.getByRole('button', { name: 'Remove the sample' }).click()],
      ]
      const violations: string[] = []
      for (const [name, open] of openers) {
        await page.getByRole('heading', { name: 'What is owed, and what is there' }).waitFor()
        await open()
        await page.locator('[role="dialog"], [role="menu"]').first().waitFor()
        for (const violation of await violationsOf(page)) violations.push(`${name}: ${violation}`)
        await page.keyboard.press('Escape')
        await page.locator('[role="dialog"], [role="menu"]').first().waitFor({ state: 'detached' })
      }
      expect(violations).toEqual([])
      expect(complaints).toEqual([])
      await context.close()
    },
  )
})

/** An instant at which the log lacked its newest hundred entries, so that something was learned since. */
async function readEarlierInstant(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const answer = await fetch('/api/v1/log/entries?limit=100', { headers: { 'evidentia-organization': 'ostermere' } })
    const { items } = (await answer.json()) as { readonly items: readonly { readonly recordedAt: string }[] }
    return items.at(-1)?.recordedAt ?? ''
  })
}

async function hasSidewaysScroll(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
}
