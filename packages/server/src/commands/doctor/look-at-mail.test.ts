import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfig } from '../../config.ts'
import { issueToItself } from '../../testing/certificate.ts'
import { lookAtMail } from './look-at-mail.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evidentia-doctor-'))
  const { certificate, key } = issueToItself('mail.evidence.example')
  await writeFile(join(folder, 'certificate.pem'), certificate)
  await writeFile(join(folder, 'key.pem'), key)
  await writeFile(join(folder, 'other.pem'), issueToItself('mail.evidence.example').key)
})
afterAll(async () => rm(folder, { recursive: true, force: true }))

function lookFor(name: string, files: Record<string, string>) {
  return lookAtMail(readConfig({ EVIDENTIA_MAIL_PORT: '25', EVIDENTIA_MAIL_NAME: name, ...files }))
}

it('says how mail comes in, until when its certificate holds, and what is wrong with it', async () => {
  expect(await lookAtMail(readConfig({}))).toEqual([])
  const files = {
    EVIDENTIA_MAIL_CERTIFICATE: join(folder, 'certificate.pem'),
    EVIDENTIA_MAIL_KEY: join(folder, 'key.pem'),
  }
  expect(await lookFor('mail.evidence.example', files)).toMatchObject([
    { state: 'note', sentence: expect.stringMatching(/^the certificate ends on \d{4}-\d\d-\d\d; a renewed one/) },
  ])
  expect(await lookFor('else.example', files)).toMatchObject([
    { state: 'bad', sentence: 'the certificate is not for else.example' },
  ])
  expect(await lookFor('mail.evidence.example', {})).toMatchObject([{ state: 'note' }])
  const foreign = { ...files, EVIDENTIA_MAIL_KEY: join(folder, 'other.pem') }
  expect(await lookFor('mail.evidence.example', foreign)).toMatchObject([
    {
      state: 'bad',
      sentence: expect.stringMatching(/^EVIDENTIA_MAIL_CERTIFICATE and EVIDENTIA_MAIL_KEY cannot be used/),
    },
  ])
})
