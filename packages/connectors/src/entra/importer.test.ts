import { readFileSync } from 'node:fs'
import type { Importer } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll } from '../testing/file.ts'
import { assignmentsImporter, signInsImporter, usersImporter } from './importer.ts'

const read = (importer: Importer, name: string) =>
  importAll(importer, fileOf(name, readFileSync(new URL(`./fixtures/${name}`, import.meta.url))))

describe('answers of Microsoft Graph', () => {
  it('give accounts, and say that there is another page', async () => {
    const { records, skipped } = await read(usersImporter, 'users.json')
    expect(records.map(({ body }) => body)).toMatchObject([
      { username: 'ada.north@lakeside.example', enabled: true, external: false, lastSignIn: '2026-06-01T08:00:00Z' },
      { enabled: false, external: true, lastSignIn: null },
    ])
    expect(skipped).toMatchObject([{ line: 3, reason: 'there is more than this page holds' }])
  })

  it('give sign-ins: a demand for a second factor says that it was given only where the sign-in succeeded', async () => {
    const { records } = await read(signInsImporter, 'sign-ins.json')
    expect(records.map(({ body }) => body)).toMatchObject([
      { outcome: 'success', mfa: true, reason: null, device: 'Windows, Edge' },
      { outcome: 'failure', mfa: null, reason: 'Wrong password' },
    ])
  })

  it('give role assignments, eligible by the list they are in, and time-bound by their end', async () => {
    const eligible = await read(assignmentsImporter, 'eligible.json')
    expect(eligible.records.map(({ body }) => body)).toMatchObject([
      { holder: 'ada.north@lakeside.example', role: 'Global Administrator', standing: 'eligible', privileged: true },
    ])
    const active = await read(assignmentsImporter, 'assignments.json')
    expect(active.records.map(({ body }) => body)).toMatchObject([
      { holderKind: 'group', standing: 'standing', privileged: null },
      { standing: 'time-bound', expires: '2026-06-01T16:00:00Z' },
    ])
  })
})
