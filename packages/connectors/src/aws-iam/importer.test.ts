import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll, refusalOf } from '../testing/file.ts'
import { credentialReportImporter } from './importer.ts'

const fixture = (name: string): Uint8Array => readFileSync(new URL(`./fixtures/${name}`, import.meta.url))
const read = (name: string, chunk?: number) => importAll(credentialReportImporter, fileOf(name, fixture(name), chunk))

describe('the AWS IAM credential report', () => {
  it('gives one account for each row, the root user included', async () => {
    const { records, skipped } = await read('report.csv')
    expect(records.map((record) => [record.key, record.line])).toEqual([
      ['<root_account>', 2],
      ['ada.north@lakeside.example', 3],
      ['ben.okafor', 4],
      ['svc-backup', 5],
    ])
    expect(skipped).toEqual([])
  })

  it('tells root, people and services apart', async () => {
    const { records } = await read('report.csv')
    expect(records.map((record) => (record.type === 'account' ? record.body.kind : null))).toEqual([
      'root',
      'person',
      'person',
      'service',
    ])
  })

  it('counts an account without a password but with an active key as enabled', async () => {
    const { records } = await read('report.csv')
    expect(records[2]?.body).toMatchObject({
      enabled: true,
      passwordEnabled: false,
      mfa: false,
      passwordLastUsed: null,
      keys: [
        { label: 'access_key_1', active: true, lastRotated: '2026-05-20T11:05:10+00:00' },
        { label: 'access_key_2', active: false, lastUsed: null },
      ],
    })
  })

  it('takes the root password to exist, since AWS does not say', async () => {
    const { records } = await read('report.csv')
    expect(records[0]?.body).toMatchObject({ enabled: true, passwordEnabled: null, passwordLastUsed: null })
  })

  it('reads the same records with a byte order mark, CRLF, and one byte at a time', async () => {
    const plain = await read('report.csv')
    expect(await read('report-with-bom-and-crlf.csv', 1)).toEqual(plain)
  })

  it('accepts the columns AWS adds at the end and says that they are not read', async () => {
    const { records, skipped } = await read('report-with-newer-columns.csv')
    expect(records).toHaveLength(2)
    expect(skipped.map((item) => item.field)).toEqual(['additional_credentials_info', 'account_tags'])
  })

  it.each([
    ['refused-cut-off.csv', 5, undefined, 'cut off'],
    ['refused-latin-1.csv', 4, undefined, 'not UTF-8'],
    ['refused-utf-16.csv', 1, undefined, 'UTF-16'],
    ['refused-mfa-maybe.csv', 3, 'mfa_active', '"maybe" is none of true, false, N/A'],
    ['refused-missing-column.csv', 1, 'password_enabled', 'no column "password_enabled"'],
  ])('refuses %s, naming line %s and field %s', async (name, line, field, words) => {
    const refusal = await refusalOf(read(name))
    expect(refusal.code).toBe('malformed-file')
    expect(refusal.place).toMatchObject({ file: name, line })
    expect(refusal.place.field).toBe(field)
    expect(refusal.message).toContain(words)
    expect(refusal.message).toContain(`line ${line}`)
    expect(refusal.remedy).toBeTruthy()
  })

  it('refuses 0 bytes', async () => {
    const refusal = await refusalOf(importAll(credentialReportImporter, fileOf('empty.csv', '')))
    expect(refusal.code).toBe('empty-file')
    expect(refusal.message).toContain('empty.csv')
  })

  it('refuses columns in another order, since only a tampered report has them', async () => {
    const text = new TextDecoder().decode(fixture('report.csv')).replace('user,arn', 'arn,user')
    const refusal = await refusalOf(importAll(credentialReportImporter, fileOf('swapped.csv', text)))
    expect(refusal.place).toMatchObject({ line: 1, field: 'user' })
  })
})
