import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type RunningServer } from './server.ts'
import { violationsOf } from './violations.ts'
import { openBrowser, visitAsOwner, type Visitor } from './visitor.ts'

const repository = fileURLToPath(new URL('../../../', import.meta.url))
let catalog = ''
let server: RunningServer
let browser: Browser
let visitor: Visitor

const specification = '164.308(a)(3)(ii)(C)'
const control = 'Leavers lose access when they leave'

beforeAll(async () => {
  // What ships, and a framework and a control of an engineer's own, one file each.
  catalog = await mkdtemp(join(tmpdir(), 'evidentia-own-catalog-'))
  for (const from of ['packages/catalog', 'examples/own-catalog'])
    await cp(join(repository, from), catalog, { recursive: true, filter: (path) => !path.includes('node_modules') })
  server = await startServer({ EVIDENTIA_CATALOG: catalog })
  browser = await openBrowser()
  visitor = await visitAsOwner(browser, server.link)
}, 150_000)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await rm(catalog, { recursive: true, force: true })
})

// One journey: each step stands on the one before.
describe('one control seen as SOC 2, HIPAA and HITRUST', { timeout: 60_000 }, () => {
  it('opens the crosswalk with the keyboard and counts coverage without a percentage', async () => {
    const { page } = visitor
    await page.keyboard.press('g')
    await page.keyboard.press('x')
    const coverage = page.getByRole('region', { name: 'Coverage by framework' })
    await coverage.waitFor()
    const text = await coverage.innerText()
    expect(text).toMatch(/SOC 2 TSC\s+61\s/)
    expect(text).toMatch(/HIPAA Security\s+68\s/)
    expect(text).toContain('HITRUST CSF')
    expect(text).not.toContain('%')
  })

  it('narrows it by a search, with its state in the address', async () => {
    const { page } = visitor
    await page.keyboard.press('/')
    await page.keyboard.type('leavers')
    await page.waitForURL(/q=leavers/)
    await page.getByRole('list', { name: `HIPAA Security, served by ${control}` }).waitFor()
    await page.getByText(/^1 control as of/).waitFor()
  })

  it('puts another framework beside them, and takes it away', async () => {
    const { page } = visitor
    await page.getByRole('button', { name: 'Frameworks' }).click()
    await page.getByRole('checkbox', { name: /NIST CSF 2.0/ }).check()
    await page.waitForURL(/frameworks=tsc-2017.*nist-csf-2\.0/)
    await page.getByRole('list', { name: `NIST CSF 2.0, served by ${control}` }).waitFor()
    await page.goBack()
    await page.goto(`${server.address}/o/ostermere/crosswalk?q=leavers`)
  })

  it('leads from a cell to the specification: controls with reasons, systems, evidence', async () => {
    const { page } = visitor
    const cell = page.getByRole('link', { name: specification })
    await page.locator('[data-row-link]').focus()
    for (let press = 0; press < 8 && !(await isFocused(cell)); press += 1) await page.keyboard.press('Tab')
    expect(await isFocused(cell)).toBe(true)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: `${specification} Termination procedures` }).waitFor()
    const controls = page.getByRole('region', { name: 'Controls that serve it' })
    expect(await controls.innerText()).toMatch(/Monthly listings against the HR roster/)
    expect(await controls.innerText()).toContain('(intersects)')
    expect(await controls.getByText('Not reviewed by a person').count()).toBeGreaterThan(0)
    expect(await page.getByRole('region', { name: 'Systems and evidence' }).innerText()).toMatch(
      /[1-9]\d* evidence item/,
    )
    expect(await page.getByRole('region', { name: 'Related requirements' }).innerText()).toContain('CC6.2')
  })

  it('leads from there to the control, and from the control back', async () => {
    const { page } = visitor
    await page.getByRole('link', { name: control }).click()
    await page.getByRole('heading', { level: 1, name: control }).waitFor()
    await page
      .getByRole('region', { name: 'Requirements it serves' })
      .getByRole('link', { name: specification })
      .click()
    await page.getByRole('heading', { level: 1, name: `${specification} Termination procedures` }).waitFor()
  })

  it('finds a criterion by its identifier in the palette', async () => {
    const { page } = visitor
    await page.keyboard.press('Control+k')
    await page.getByLabel('Search everything', { exact: true }).last().waitFor()
    await page.keyboard.type('CC6.2')
    await page.getByText('Users are registered and authorized', { exact: false }).last().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: /^CC6\.2 / }).waitFor()
  })

  it('answers as of an earlier day', async () => {
    const { page } = visitor
    await page.goto(`${server.address}/o/ostermere/crosswalk?asOf=2026-03-31`)
    await page.getByText(/as of Mar 31, 2026/).waitFor()
  })
})

describe('deciding an addressable specification', { timeout: 60_000 }, () => {
  const gap = `${specification} Termination procedures: undecided`

  it('shows a specification without a decision as a gap', async () => {
    const { page } = visitor
    await page.goto(addressOf(specification))
    await page.getByRole('region', { name: 'Decision' }).waitFor()
    await withdrawDecision(page, 'security-164-308-a-3-ii-c')
    await page.reload()
    await page.getByText('Nothing is decided in writing.').waitFor()
    await page.getByRole('region', { name: 'Gaps' }).getByText(gap).waitFor()
  })

  it('leads from the gap by its finding to the list of decisions, narrowed to what is open', async () => {
    const { page } = visitor
    await page.getByRole('link', { name: gap }).click()
    await page.getByRole('heading', { level: 1, name: gap }).waitFor()
    await page.getByRole('link', { name: 'Decide it in writing' }).click()
    await page.getByRole('heading', { level: 1, name: 'Decisions' }).waitFor()
    await page.getByLabel('State').selectOption('undecided')
    await page.waitForURL(/state=undecided/)
    await page.getByText(/1 specification\./).waitFor()
  })

  it('keeps the form until it says enough, each lack beside its field', async () => {
    const { page } = visitor
    await page.getByRole('button', { name: `Decide: ${specification}` }).click()
    await page.waitForURL(/decide=/)
    const dialog = page.getByRole('dialog', { name: `Decide ${specification}` })
    await dialog.getByRole('radio', { name: 'Equivalent alternative' }).check()
    await dialog.getByLabel('Rationale').fill('Too short.')
    await dialog.getByLabel('Decided by').selectOption({ label: 'Dana Whitlock' })
    await dialog.getByLabel('Approved by').selectOption({ label: 'Dana Whitlock' })
    await dialog.getByRole('button', { name: 'Record the decision' }).click()
    await dialog.getByText('Somebody else than the person who decides must approve.').waitFor()
    await dialog.getByText('Say why in at least 40 characters', { exact: false }).waitFor()
    await dialog.getByText('Describe the measure that takes the place', { exact: false }).waitFor()
    expect(await violationsOf(page)).toEqual([])
  })

  it('records it, and the gap is closed', async () => {
    const { page } = visitor
    const dialog = page.getByRole('dialog', { name: `Decide ${specification}` })
    await dialog
      .getByLabel('Rationale')
      .fill('Contractors hold no accounts of their own, so the agency removes its people and reports it the same day.')
    await dialog.getByLabel('Measure in its place').fill('The agency reports each departure the same day.')
    await dialog.getByLabel('Approved by').selectOption({ label: 'Marguerite Tolland' })
    await dialog.getByRole('button', { name: 'Record the decision' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('Every addressable specification is decided in writing.').waitFor()
    await page.goto(addressOf(specification))
    const decision = page.getByRole('region', { name: 'Decision' })
    await decision.getByText('Equivalent alternative').waitFor()
    expect(await decision.innerText()).toContain('Decided')
    expect(await page.getByText(gap).count()).toBe(0)
  })

  it('decides again, and keeps every version in the history', async () => {
    const { page } = visitor
    await page.getByRole('button', { name: 'Decide again' }).click()
    await page.waitForURL(/decide=yes/)
    const dialog = page.getByRole('dialog', { name: `Decide ${specification}` })
    await dialog.getByRole('radio', { name: 'Implemented' }).check()
    await dialog
      .getByLabel('Rationale')
      .fill('People operations now report contractors as they report staff, on the same day.')
    await dialog.getByRole('button', { name: 'Record the decision' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('History', { exact: true }).click()
    const history = page.getByRole('region', { name: 'History of the decision' })
    await history.waitFor()
    const text = await history.innerText()
    expect(text).toContain('Equivalent alternative')
    expect(text).toContain('People operations now report contractors')
    expect(await violationsOf(page)).toEqual([])
  })

  it('shows on an earlier day what stood then', async () => {
    const { page } = visitor
    await page.goto(addressOf(specification, '?asOf=2026-06-30'))
    await page.getByText('Departures reach the identity team', { exact: false }).waitFor()
  })
})

describe('an edition', { timeout: 60_000 }, () => {
  it('says where it comes from and what it would change, before anybody decides', async () => {
    const { page } = visitor
    await page.goto(`${server.address}/o/ostermere/frameworks/nist-csf-2.0`)
    const edition = page.getByRole('region', { name: 'Edition' })
    await edition.waitFor()
    expect(await edition.innerText()).toMatch(/Source[\s\S]*License[\s\S]*Counting/)
    await edition.getByRole('button', { name: 'Show what it would change' }).click()
    await page.waitForURL(/preview=yes/)
    await edition.getByText(/requirements by controls this organization adopted/).waitFor()
  })

  it('is adopted from a day, and earlier days keep what they were judged by', async () => {
    const { page } = visitor
    await page.getByRole('button', { name: 'Be judged by it from a day' }).click()
    const dialog = page.getByRole('dialog', { name: 'Be judged by NIST CSF 2.0' })
    await dialog.getByRole('button', { name: /^Adopt from/ }).click()
    await page.getByText('This organization is judged by it').waitFor()
    await page.goto(`${server.address}/o/ostermere/frameworks/nist-csf-2.0?asOf=2026-06-30`)
    await page.getByText('This organization is not judged by it').waitFor()
  })
})

describe('a framework and a control of an engineer’s own, one file each', { timeout: 60_000 }, () => {
  it('stand in the lists and have their pages', async () => {
    const { page } = visitor
    await page.goto(`${server.address}/o/ostermere/frameworks`)
    await page.getByText('Breach notification law of an example State').first().waitFor()
    await page.goto(`${server.address}/o/ostermere/frameworks/state-example/requirements/10-3`)
    await page.getByRole('heading', { name: 'Notify residents within 45 days' }).waitFor()
    await page.goto(addressOf('164.312(a)(2)(iii)'))
    await page.getByRole('link', { name: 'Portal sessions end when patients walk away' }).first().click()
    await page.getByRole('heading', { name: 'Portal sessions end when patients walk away' }).waitFor()
  })
})

describe('what can be taken along', { timeout: 60_000 }, () => {
  it.each([
    ['crosswalk', 'csv', /164\.308\(a\)\(3\)\(ii\)\(C\)/],
    ['crosswalk', 'xlsx', /^PK/],
    ['crosswalk', 'pdf', /^%PDF/],
    ['matrix?status=missing', 'csv', /missing/i],
  ] as const)('is the %s as %s', async (path, format, holds) => {
    const { page } = visitor
    await page.goto(`${server.address}/o/ostermere/${path}`)
    await page.getByRole('button', { name: 'Export' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: { csv: 'CSV', xlsx: /^Excel/, pdf: 'PDF' }[format] }).click()
    const file = await download
    expect(file.suggestedFilename()).toBe(`ostermere-${path.split('?')[0]}.${format}`)
    const chunks: Buffer[] = []
    for await (const chunk of await file.createReadStream()) chunks.push(Buffer.from(chunk as Uint8Array))
    expect(Buffer.concat(chunks).toString('latin1')).toMatch(holds)
  })

  it('raised no complaint of the browser on the way', () => {
    expect(visitor.complaints).toEqual([])
  })
})

function addressOf(requirement: string, search = ''): string {
  return `${server.address}/o/ostermere/frameworks/hipaa-security/requirements/${requirement}${search}`
}

/** Ends a decision of the sample through the API, as a program folder would. */
async function withdrawDecision(page: Page, id: string): Promise<void> {
  const status = await page.evaluate(async (decision) => {
    // The sample's own day, YYYY-MM-DD.
    const today = new Date().toLocaleDateString('en-CA', { timeZone: 'America/Chicago' })
    const response = await fetch(`/api/v1/documents/decision/${decision}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'evidentia-organization': 'ostermere' },
      body: JSON.stringify({ effective: today, body: null }),
    })
    return response.status
  }, id)
  expect(status).toBe(200)
}

async function isFocused(place: Locator): Promise<boolean> {
  return place.evaluate((element) => element === document.activeElement)
}
