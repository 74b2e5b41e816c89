import { mkdtempSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createSigner,
  encodeStatement,
  MerkleTree,
  signCheckpoint,
  STATEMENT_TYPE,
  writePackage,
} from '@evidentia/ledger'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from '../testing/run.ts'
import { AUTHORITY, hasOpenssl, ISSUER, TimeStampAuthority } from '../testing/time-stamp-authority.ts'

const folder = mkdtempSync(join(tmpdir(), 'evidentia-stamped-package-'))
const target = join(folder, 'stamped.zip')
const signer = createSigner(new Uint8Array(32).fill(7), 'log.example/stamped')
const entries = [1, 2, 3].map((n) =>
  encodeStatement({
    _type: STATEMENT_TYPE,
    subject: [{ name: `fact:${n}`, digest: { sha256: '0'.repeat(64) } }],
    predicateType: 'urn:evidentia:fact:test:v1',
    predicate: { n },
  }),
)
const tree = new MerkleTree()
for (const entry of entries) tree.append(entry)
const head = { origin: signer.name, size: tree.size, root: tree.root(), extensions: [] }
const checkpoint = signCheckpoint(head, [signer])
let authority: TimeStampAuthority

afterAll(() => rm(folder, { recursive: true, force: true }))

async function seal(timeStamp?: Uint8Array): Promise<void> {
  const content = { origin: signer.name, signer, createdAt: '2026-10-31T12:00:00Z', entries, files: [], checkpoint }
  await writePackage(target, timeStamp === undefined ? content : { ...content, timeStamp })
}

const verify = async (...options: string[]) => run('verify', target, '--key', signer.vkey, ...options)

describe.skipIf(!hasOpenssl)('verify, on a stamped package (skipped without OpenSSL 3.0 or newer)', () => {
  beforeAll(() => {
    authority = new TimeStampAuthority(folder)
    authority.issue({ name: 'root', extensions: ISSUER })
    authority.issue({ name: 'tsa', issuer: 'root', extensions: AUTHORITY })
  }, 60_000)

  test('prints the time when the stamp leads to a certificate that the reader names', async () => {
    await seal(authority.stamp(checkpoint, 'tsa'))
    const { code, out } = await verify('--tsa-certificate', authority.path('root.pem'))
    expect(code).toBe(0)
    expect(out).toMatch(
      /\n {2}time stamp the checkpoint existed at 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z, as "CN=tsa" signed/,
    )
    const report: unknown = JSON.parse((await verify('--tsa-certificate', authority.path('root.pem'), '--json')).out)
    expect(report).toMatchObject({ ok: true, checked: { timeStamp: { authority: 'CN=tsa', isTrusted: true } } })
  })

  test('without a trust anchor never calls the stamp verified', async () => {
    await seal(authority.stamp(checkpoint, 'tsa'))
    const { code, out } = await verify()
    expect(code).toBe(0)
    expect(out).toContain('\n  time stamp not verified: no trust anchor given.')
    expect(out).not.toContain('existed at')
  })

  test('refuses a stamp that was tampered with, is by a stranger, or is not there though relied upon', async () => {
    const stamp = authority.stamp(checkpoint, 'tsa')
    const changed = Buffer.from(stamp)
    changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1)
    const anchor = ['--tsa-certificate', authority.path('root.pem')]
    await seal(changed)
    for (const options of [[], anchor]) {
      const { code, out } = await verify(...options)
      expect(code).toBe(1)
      expect(out).toContain('log/checkpoint.tsr: The time stamp was changed: the signature by "CN=tsa" does not match')
    }
    authority.issue({ name: 'stranger', extensions: ISSUER })
    await seal(stamp)
    const untrusted = await verify('--tsa-certificate', authority.path('stranger.pem'))
    expect(untrusted.code).toBe(1)
    expect(untrusted.out).toContain('does not follow from the one you trust')
    await seal()
    const missing = await verify(...anchor)
    expect(missing.code).toBe(1)
    expect(missing.out).toContain('log/checkpoint.tsr: is missing')
    expect((await verify()).code).toBe(0)
  })

  test('is refused with what is no certificate, and on a receipt', async () => {
    await seal(authority.stamp(checkpoint, 'tsa'))
    const { code, errors } = await verify('--tsa-certificate', target)
    expect({ code, errors }).toEqual({ code: 1, errors: expect.stringMatching(/is not a certificate; give [^\n]+\n$/) })
    const receipt = join(folder, 'receipt.json')
    await writeFile(receipt, '{}')
    expect(await run('verify', receipt, '--tsa-certificate', authority.path('root.pem'))).toMatchObject({ code: 2 })
  })

  test('a stamp of another checkpoint cannot be packed', async () => {
    const before = await readFile(target)
    await expect(seal(authority.stamp(Buffer.from('other'), 'tsa'))).rejects.toThrow('other bytes than the checkpoint')
    expect((await readFile(target)).equals(before)).toBe(true)
  })
})
