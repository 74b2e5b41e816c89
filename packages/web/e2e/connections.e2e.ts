import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import { createTransport } from 'nodemailer'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findFreePort, startServer, type RunningServer } from './server.ts'
import { violationsOf } from './violations.ts'
import { openBrowser, visitAsOwner, type Visitor } from './visitor.ts'

// A personnel system of its own, which answers its people in JSON and can be made to refuse.
let refuses = false
const personnel = createServer((request, response) => {
  const isKnown = request.headers['authorization'] === 'Bearer personnel-token'
  response.writeHead(refuses ? 403 : isKnown ? 200 : 401, { 'content-type': 'application/json' })
  response.end(
    JSON.stringify(isKnown ? [{ id: 'E-1', name: 'Ada North', mail: 'ada@ostermere.example', state: 'A' }] : {}),
  )
})
const mapping = {
  recordType: 'person',
  key: ['employeeId'],
  fields: {
    employeeId: { columns: ['id'] },
    name: { columns: ['name'] },
    email: { columns: ['mail'] },
    status: { columns: ['state'], words: { A: 'active' } },
  },
}

let address = ''
let mailPort = 0
let server: RunningServer
let browser: Browser
let visitor: Visitor

beforeAll(async () => {
  await new Promise<void>((resolve) => void personnel.listen(0, '127.0.0.1', resolve))
  const at = personnel.address()
  const host = `127.0.0.1:${typeof at === 'object' ? at?.port : ''}`
  address = `http://${host}`
  mailPort = await findFreePort()
  server = await startServer({
    EVIDENTIA_COLLECT_HOSTS: host,
    EVIDENTIA_MAIL_PORT: String(mailPort),
    EVIDENTIA_MAIL_NAME: 'evidence.example',
    EVIDENTIA_MAIL_UNPROVEN: 'on',
  })
  browser = await openBrowser()
  visitor = await visitAsOwner(browser, server.link)
}, 150_000)

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  personnel.close()
})

// One journey: each step stands on the one before.
describe('a system of record, connected', { timeout: 60_000 }, () => {
  it('is chosen, and its form is what the connector says of itself', async () => {
    const { page } = visitor
    await page.keyboard.press('g')
    await page.keyboard.press('w')
    await page.getByRole('heading', { level: 1, name: 'Connections' }).waitFor()
    await page.getByText('Nothing is connected yet').waitFor()
    expect(await violationsOf(page)).toEqual([])
    await page.getByRole('link', { name: 'Connect a system' }).click()
    await page.getByRole('link', { name: 'Amazon Web Services' }).waitFor()
    expect(await violationsOf(page)).toEqual([])
    await page.getByRole('link', { name: 'JSON over HTTP' }).click()
    await page.getByRole('heading', { level: 1, name: 'Connect JSON over HTTP' }).waitFor()
  })

  it('is shown what would be read before anything is', async () => {
    const { page } = visitor
    await page.getByLabel('Name', { exact: false }).first().fill('Personnel')
    await page.getByRole('combobox', { name: 'Owner' }).click()
    await page.getByRole('listbox').getByRole('option').first().click()
    await page.getByRole('textbox', { name: 'Address' }).fill(address)
    await page.getByRole('textbox', { name: 'Path' }).fill('/people')
    await page.getByRole('textbox', { name: 'Mapping' }).fill(JSON.stringify(mapping))
    await page.getByLabel('Credential', { exact: false }).first().fill('Bearer personnel-token')
    await page.getByRole('checkbox', { name: 'Items' }).check()
    await page.getByRole('combobox', { name: 'What it proves' }).fill('roster')
    await page.getByRole('listbox').getByRole('option').first().click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Show what would be read' }).click()
    const read = page.getByRole('region', { name: /What will be read from 127\.0\.0\.1/ })
    await read.getByText('GET /people').waitFor()
    expect(await violationsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Personnel' }).waitFor()
  })

  it('is collected, and leads to what was kept', async () => {
    const { page } = visitor
    await page.getByRole('button', { name: 'Collect now' }).click()
    const standing = page.getByRole('region', { name: 'How it stands' })
    await standing.getByText('Complete').waitFor({ timeout: 30_000 })
    await page.getByRole('img', { name: '1 record in the newest of 1 collection', exact: false }).waitFor()
    expect(await violationsOf(page)).toEqual([])
    await page.getByRole('region', { name: 'Collections' }).first().getByRole('link', { name: 'Items' }).click()
    await page.getByText('JSON over HTTP: 127.0.0.1', { exact: false }).first().waitFor()
    await page.goBack()
  })

  it('says what failed and what to do, first in the list', async () => {
    const { page } = visitor
    refuses = true
    await page.getByRole('button', { name: 'Collect now' }).click()
    const standing = page.getByRole('region', { name: 'How it stands' })
    await standing.getByText('Failed').waitFor({ timeout: 30_000 })
    await standing.getByText('does not let this account read /people (403)', { exact: false }).waitFor()
    await page.getByRole('link', { name: 'Connections' }).first().click()
    await page.getByText('Give the account of this connection the permission', { exact: false }).waitFor()
    expect(await violationsOf(page)).toEqual([])
    expect(visitor.complaints).toEqual([])
  })
})

describe('a webhook', { timeout: 60_000 }, () => {
  it('is made with its secret, shown once, and takes in what is signed with it', async () => {
    const { page } = visitor
    await page.goto(`${server.address}/o/ostermere/settings`)
    const section = page.getByRole('region', { name: 'Webhooks' }).first()
    await section.getByLabel('Name').fill('Portal changes')
    await section.getByLabel('System that sends').fill('GitHub')
    await section.getByRole('combobox', { name: 'Owner' }).click()
    await page.getByRole('listbox').getByRole('option').first().click()
    await section.getByRole('combobox', { name: 'What it proves' }).fill('change')
    await page.getByRole('listbox').getByRole('option').first().click()
    await page.keyboard.press('Escape')
    await section.getByRole('button', { name: 'Make the webhook' }).click()
    const shown = section.getByRole('status').locator('code')
    const hook = await shown.nth(0).innerText()
    const secret = await shown.nth(1).innerText()
    expect(hook).toBe(`${server.address}/api/v1/hooks/ostermere/portal-changes`)
    expect(await violationsOf(page)).toEqual([])
    const signature = createHmac('sha256', secret).update('{"a":1}').digest('hex')
    const headers = { 'x-github-delivery': 'd-1', 'x-hub-signature-256': `sha256=${signature}` }
    const answered = await fetch(hook, { method: 'POST', headers, body: '{"a":1}' })
    expect(answered.status).toBe(200)
    await page.reload()
    const renew = section.getByRole('button', { name: 'New secret for Portal changes' })
    await renew.waitFor()
    expect(await page.content()).not.toContain(secret)
    await renew.click()
    await page.getByRole('dialog').getByRole('button', { name: 'Make a new secret' }).click()
    expect(await shown.nth(1).innerText()).not.toBe(secret)
    const late = await fetch(hook, {
      method: 'POST',
      headers: { ...headers, 'x-github-delivery': 'd-2' },
      body: '{"a":1}',
    })
    expect(late.status).toBe(401)
  })
})

describe('a mailbox', { timeout: 60_000 }, () => {
  it('is made with its senders, tells its address, takes in what they mail, and is closed', async () => {
    const { page } = visitor
    await page.goto(`${server.address}/o/ostermere/settings`)
    const section = page.getByRole('region', { name: 'Mailboxes' }).first()
    await section.getByLabel('Name').fill('Backup reports')
    await section.getByLabel('System that sends').fill('Backup console')
    await section.getByLabel('Senders').fill('reports@backup.example')
    await section.getByLabel('A message must show').selectOption('none')
    await section.getByRole('combobox', { name: 'Owner' }).click()
    await page.getByRole('listbox').getByRole('option').first().click()
    await section.getByRole('combobox', { name: 'What it proves' }).fill('change')
    await page.getByRole('listbox').getByRole('option').first().click()
    await page.keyboard.press('Escape')
    const make = section.getByRole('button', { name: 'Make the mailbox' })
    expect(await make.isDisabled()).toBe(true)
    await section.getByLabel(/^Anybody can write under these names/).check()
    await make.click()
    const shown = section.getByRole('region', { name: 'Mailboxes' })
    await shown.getByText('backup-reports.ostermere@evidence.example').waitFor()
    expect(await violationsOf(page)).toEqual([])
    const message = {
      from: 'reports@backup.example',
      to: 'backup-reports.ostermere@evidence.example',
      subject: 'Drill',
      text: 'Restored.',
      attachments: [{ filename: 'drill-by-mail.txt', content: 'restored in two hours' }],
    }
    const transport = createTransport({ host: '127.0.0.1', port: mailPort, ignoreTLS: true })
    const { response } = await transport.sendMail(message)
    expect(response).toMatch(/^250 Recorded as ev_[0-9a-f]{20}, 2 items\.$/)
    await page.goto(`${server.address}/o/ostermere/evidence`)
    await page.getByText('drill-by-mail.txt').first().waitFor()
    await page.goto(`${server.address}/o/ostermere/settings`)
    await section.getByRole('button', { name: 'Close Backup reports' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Close the mailbox' }).click()
    await section.getByText('No mailbox yet.').waitFor()
    await expect(transport.sendMail(message)).rejects.toThrow(/550 There is no mailbox/)
  })
})

describe('a SCIM directory', { timeout: 60_000 }, () => {
  it('is made with its token, shown once, and what is pushed into it becomes evidence when asked', async () => {
    const { page } = visitor
    await page.goto(`${server.address}/o/ostermere/settings`)
    const section = page.getByRole('region', { name: 'SCIM directories' }).first()
    await section.getByText('No SCIM directory yet.').waitFor()
    await section.getByLabel('Name').fill('Staff')
    await section.getByLabel('Identity provider').fill('Microsoft Entra ID')
    await section.getByRole('combobox', { name: 'Owner' }).click()
    await page.getByRole('listbox').getByRole('option').first().click()
    await section.getByRole('combobox', { name: 'What it proves' }).fill('account')
    await page.getByRole('listbox').getByRole('option').first().click()
    await page.keyboard.press('Escape')
    await section.getByRole('button', { name: 'Make the directory' }).click()
    const shown = section.getByRole('status').locator('code')
    const directory = await shown.nth(0).innerText()
    const token = await shown.nth(1).innerText()
    expect(directory).toBe(`${server.address}/api/v1/scim/ostermere/staff`)
    expect(await violationsOf(page)).toEqual([])
    const push = async (userName: string) =>
      fetch(`${directory}/Users`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
        body: JSON.stringify({ userName, active: true }),
      })
    await section.getByRole('cell', { name: 'Never' }).waitFor()
    expect((await push('ada@ostermere.example')).status).toBe(201)
    await page.reload()
    await section.getByText('1 request waits for the next.').waitFor()
    expect(await page.content()).not.toContain(token)
    await section.getByRole('button', { name: 'Snapshot now of Staff' }).click()
    await section.getByText('waits for the next').waitFor({ state: 'detached' })
    expect(await section.getByRole('button', { name: 'Snapshot now of Staff' }).isDisabled()).toBe(true)
    const evidence = await section.getByRole('table').getByRole('link').getAttribute('href')
    expect(evidence).toMatch(/^\/o\/ostermere\/evidence\/ev_/)
    await section.getByRole('button', { name: 'New token for Staff' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Make a new token' }).click()
    expect(await shown.nth(1).innerText()).not.toBe(token)
    expect((await push('late@ostermere.example')).status).toBe(401)
    expect(await violationsOf(page)).toEqual([])
  })
})
