import { readFileSync } from 'node:fs'
import type { Importer } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll } from '../testing/file.ts'
import { factorsImporter, logImporter, usersImporter } from './importer.ts'

const read = (importer: Importer, name: string) =>
  importAll(importer, fileOf(name, readFileSync(new URL(`./fixtures/${name}`, import.meta.url))))

describe('files of Okta', () => {
  it('give accounts, and the day from which a user cannot sign in any more', async () => {
    const { records } = await read(usersImporter, 'users.json')
    expect(records.map(({ body }) => body)).toMatchObject([
      { username: 'ada.north@lakeside.example', employeeId: 'E1', enabled: true, disabledAt: null },
      { username: 'ben@lakeside.example', enabled: false, disabledAt: '2026-05-01T08:00:00.000Z', lastSignIn: null },
    ])
  })

  it('give factors of the user whom the answer names, and none of nobody', async () => {
    const { records, skipped } = await read(factorsImporter, 'factors.json')
    expect(records.map(({ body }) => body)).toMatchObject([
      { account: '00u1', kind: 'webauthn', status: 'active', phishingResistant: true },
      { account: 'ben@lakeside.example', kind: 'sms', status: 'pending', phishingResistant: false },
    ])
    expect(skipped).toEqual([{ line: 29, field: '[2]', reason: 'the factor does not say whose it is' }])
  })

  it('give sign-ins, a second factor only where it was accepted, and say what else the log holds', async () => {
    const { records, skipped } = await read(logImporter, 'log.json')
    expect(records.map(({ body }) => body)).toMatchObject([
      { account: 'ada.north@lakeside.example', application: 'Portal', outcome: 'success', mfa: null },
      { outcome: 'failure', reason: 'INVALID_CREDENTIALS', mfa: null },
    ])
    expect(skipped).toMatchObject([{ part: 'section', reason: expect.stringContaining('group.user_membership.add') }])
  })
})
