import { readFile } from 'node:fs/promises'
import { mailboxSchema, mailProofs } from '@evidentia/core'
import { expect, it } from 'vitest'
import { describeArrival } from './note.ts'

const guide = await readFile(new URL('../../../../../docs/mail.md', import.meta.url), 'utf8')
const body = /"body": (\{[\s\S]*?\})\}'/.exec(guide)?.[1] ?? ''
const mailbox = mailboxSchema.parse(JSON.parse(body))

it('shows in docs/mail.md a mailbox as it is taken, and everything one can ask for', () => {
  expect(mailbox).toMatchObject({ id: 'backup-reports', shows: 'dkim' })
  const named = [...guide.matchAll(/^\| `([a-z-]+)`(?: \([^)]*\))? \| /gm)].map(([, name]) => name)
  expect(named).toEqual(['shows', ...mailProofs])
})

it('shows in docs/mail.md the note as it is written', () => {
  const quoted = guide
    .split('\n')
    .filter((line) => line.startsWith('> '))
    .map((line) => line.slice(2))
    .join(' ')
  const file = { name: 'a.csv', bytes: new Uint8Array() }
  const note = describeArrival(
    mailbox,
    { client: '192.0.2.7', helo: 'mx.backup.example', returnPath: 'reports@backup.example' },
    {
      from: ['reports@backup.example'],
      dkim: [{ domain: 'backup.example', selector: 's1', result: 'pass', isAligned: true, isWhole: true }],
      spf: { domain: 'backup.example', result: 'pass', isAligned: true },
      dmarc: 'pass',
    },
    { attachments: [file, file], pictures: 0 },
  )
  expect(note).toBe(quoted)
})
