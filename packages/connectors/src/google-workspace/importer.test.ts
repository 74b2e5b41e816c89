import { readFileSync } from 'node:fs'
import type { Importer } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll } from '../testing/file.ts'
import { usersCsvImporter } from './csv-importer.ts'
import { usersImporter } from './importer.ts'

const read = (importer: Importer, name: string) =>
  importAll(importer, fileOf(name, readFileSync(new URL(`./fixtures/${name}`, import.meta.url))))

describe('users of Google Workspace', () => {
  it('are accounts; one who never signed in has no last sign-in', async () => {
    const { records, skipped } = await read(usersImporter, 'users.json')
    expect(records.map(({ body }) => body)).toMatchObject([
      { username: 'ada.north@lakeside.example', privileged: true, enabled: true, mfa: true, mfaEnforced: false },
      { enabled: false, privileged: false, status: 'suspended ADMIN', lastSignIn: null, employeeId: null },
    ])
    expect(skipped).toMatchObject([{ reason: 'there are more users than this page holds' }])
  })

  it('are accounts also in the list that the Admin console downloads', async () => {
    const { records, skipped } = await read(usersCsvImporter, 'users.csv')
    expect(records.map(({ body }) => body)).toMatchObject([
      {
        username: 'ada.north@lakeside.example',
        displayName: 'Ada North',
        enabled: true,
        mfa: true,
        mfaEnforced: false,
      },
      { username: 'ben@lakeside.example', enabled: false, status: 'Suspended', mfa: false, lastSignIn: null },
    ])
    expect(skipped.map(({ field, reason }) => [field, reason])).toEqual([
      ['Password [Required]', 'this column is not read'],
      ['Org Unit Path [Required]', 'this column is not read'],
      ['Last Sign In [READ ONLY]', expect.stringContaining('1 of its times have no offset')],
    ])
  })
})
