import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type RunningServer } from './server.ts'
import { violationsOf } from './violations.ts'
import { openBrowser, visitAsOwner, type Visitor } from './visitor.ts'

const october = 'Emp #,Full name,Status,Start,Pay\n7,Ada North,Active,6/1/2021,1\n8,Ben South,Gone,2/11/2019,2\n'
const november = 'Full name,Emp #,Start,Status,Pay\nAda North,7,6/1/2021,Active,1\nCleo West,9,11/3/2026,Active,3\n'

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

function fileOf(name: string, text: string) {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(text) }
}

// One journey: each step stands on the one before.
describe('a table that no importer knows', { timeout: 60_000 }, () => {
  it('is offered to be mapped where it is uploaded', async () => {
    const { page } = visitor
    await page.keyboard.press('u')
    await page.getByRole('dialog').getByLabel('File').setInputFiles(fileOf('people-october.csv', october))
    await page.getByText('No importer knows it', { exact: false }).waitFor()
    await page.getByRole('link', { name: 'Map its columns first' }).click()
    await page.getByRole('heading', { level: 1, name: 'Map a table' }).waitFor()
    await page.getByRole('region', { name: 'First rows' }).getByRole('cell', { name: 'Ada North' }).waitFor()
    expect(await violationsOf(page)).toEqual([])
  })

  it('is mapped, with what is still wrong said in its place, and its records shown as they would be', async () => {
    const { page } = visitor
    await page.getByLabel('Each row is').selectOption('person')
    // The name of the column is like that of the field.
    await page.getByLabel('“Active” means').waitFor()
    const fill = async (field: string, column: string): Promise<void> => {
      await page.getByRole('combobox', { name: `Columns for ${field}` }).click()
      await page.getByRole('listbox').getByRole('option', { name: column, exact: true }).click()
      await page.keyboard.press('Escape')
    }
    await page.getByText('a person cannot be without name', { exact: false }).waitFor()
    await fill('Employee id', 'Emp #')
    await fill('Name', 'Full name')
    await page.getByText('the mapping gives no meaning to "Gone"', { exact: false }).waitFor()
    expect(await page.getByRole('button', { name: 'Save the mapping' }).isDisabled()).toBe(true)
    await page.getByLabel('“Gone” means').selectOption('terminated')
    await fill('Hired', 'Start')
    await page.getByText('is not a day written as', { exact: false }).waitFor()
    await page.getByRole('combobox', { name: 'How Hired is written' }).fill('M/D/YYYY')
    await page.getByText('2 person records, all rows read. Not read: Pay.').waitFor()
    await page.getByRole('region', { name: 'First records' }).getByRole('cell', { name: '2021-06-01' }).waitFor()
    expect(await violationsOf(page)).toEqual([])
  })

  it('is read from then on', async () => {
    const { page } = visitor
    const form = page.getByRole('region', { name: 'Save it' })
    await form.getByLabel('Name').fill('HR export')
    await form.getByRole('combobox', { name: 'Owner' }).click()
    await page.getByRole('listbox').getByRole('option').first().click()
    await page.getByRole('button', { name: 'Save the mapping' }).click()
    await page.getByText('Saved. Tables with these columns are read by it', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Record this file' }).click()
    await page.getByRole('group', { name: 'What the file is' }).getByText('HR export: 2 person').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('u')
    await page.getByRole('dialog').getByLabel('File').setInputFiles(fileOf('people-november.csv', november))
    const match = page.getByRole('group', { name: 'What the file is' })
    await match.getByText('HR export: 2 person').waitFor()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: 'What it proves' }).fill('roster')
    await page.getByRole('listbox').getByRole('option').first().click()
    await page.keyboard.press('Escape')
    await dialog.getByLabel('System it comes from').fill('HR')
    for (const label of ['First day it speaks of', 'Last day it speaks of'])
      await page.getByLabel(label).fill('2026-11-30')
    await page.getByRole('button', { name: 'Seal as evidence' }).click()
    await page.getByText('mapped-hr-export: 2 records', { exact: false }).waitFor()
    await page.getByRole('link', { name: 'Open and verify' }).click()
    await page.getByRole('cell', { name: 'Cleo West' }).waitFor()
  })

  it('stands in the list, is changed by a new version, and withdrawn', async () => {
    const { page } = visitor
    await page.goto(`${server.address}/o/ostermere/evidence`)
    await page.getByRole('link', { name: 'Mappings' }).click()
    await page.getByRole('link', { name: 'HR export' }).waitFor()
    expect(await violationsOf(page)).toEqual([])
    await page.getByRole('link', { name: 'HR export' }).click()
    await page.getByRole('heading', { level: 1, name: 'HR export' }).waitFor()
    await page.getByLabel('Or the same in every row, Worker type').selectOption('employee')
    expect(await violationsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Save the mapping' }).click()
    await page.getByText('Saved.', { exact: false }).or(page.getByLabel('“Gone” means')).first().waitFor()
    await page.getByRole('link', { name: 'Mappings' }).first().click()
    await page.getByRole('button', { name: 'Withdraw HR export' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click()
    await page.getByText('No mapping yet').waitFor()
    expect(visitor.complaints).toEqual([])
  })
})
