import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AUTHORITY, hasOpenssl, ISSUER, sha256, TimeStampAuthority } from '../../testing/time-stamp-authority.ts'
import { judgeTimeStamp } from './judge-time-stamp.ts'
import { readTrustAnchors } from './trust-anchors.ts'

const folder = mkdtempSync(join(tmpdir(), 'evidentia-time-stamp-'))
const checkpoint = Buffer.from('log.example/harbor-ehr\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n')
const started = Date.now()
let authority: TimeStampAuthority
let stamp: Buffer

afterAll(() => rm(folder, { recursive: true, force: true }))

const anchor = (name: string) => [new X509Certificate(readFileSync(authority.path(`${name}.pem`)))]
const judge = (bytes: Uint8Array, trusted = 'root') => judgeTimeStamp(bytes, checkpoint, anchor(trusted))

describe.skipIf(!hasOpenssl)('a time stamp (skipped without OpenSSL 3.0 or newer)', () => {
  beforeAll(() => {
    authority = new TimeStampAuthority(folder)
    authority.issue({ name: 'root', extensions: ISSUER })
    authority.issue({ name: 'tsa', issuer: 'root', extensions: AUTHORITY })
    stamp = authority.stamp(checkpoint, 'tsa')
  }, 60_000)

  test('by an authority that leads to a trusted certificate holds, and OpenSSL agrees', () => {
    const { time, ...verdict } = judge(stamp)
    expect(verdict).toEqual({ authority: 'CN=tsa', isTrusted: true })
    // OpenSSL stamps whole seconds.
    expect(Date.parse(time)).toBeGreaterThan(started - 1000)
    expect(Date.parse(time)).toBeLessThanOrEqual(Date.now())
    expect(authority.isAcceptedByOpenssl(stamp, checkpoint, 'root')).toBe(true)
    expect(judge(stamp, 'tsa')).toMatchObject({ isTrusted: true })
  })

  test('holds with RSA, with certificates in between, and signed as CAdES', () => {
    authority.issue({ name: 'middle', issuer: 'root', extensions: ISSUER, key: 'rsa' })
    authority.issue({ name: 'below', issuer: 'middle', extensions: AUTHORITY, key: 'rsa' })
    const carried = authority.stamp(checkpoint, 'below', ['below', 'middle'])
    expect(judge(carried)).toMatchObject({ authority: 'CN=below', isTrusted: true })
    expect(authority.isAcceptedByOpenssl(carried, checkpoint, 'root')).toBe(true)
    expect(() => judge(authority.stamp(checkpoint, 'below'))).toThrow('does not follow from the one you trust')
    expect(judge(authority.signAgain(stamp, 'tsa'))).toMatchObject({ authority: 'CN=tsa', isTrusted: true })
  })

  test('without a trust anchor is never trusted', () => {
    expect(judgeTimeStamp(stamp, checkpoint, [])).toMatchObject({ isTrusted: false, authority: 'CN=tsa' })
  })

  test('of other bytes is refused, with and without an anchor', () => {
    const other = authority.stamp(Buffer.from('another checkpoint\n'), 'tsa')
    expect(() => judge(other)).toThrow('is of other bytes than the checkpoint')
    expect(() => judgeTimeStamp(other, checkpoint, [])).toThrow('is of other bytes than the checkpoint')
    expect(authority.isAcceptedByOpenssl(other, checkpoint, 'root')).toBe(false)
  })

  test('by an authority of somebody else is refused', () => {
    authority.issue({ name: 'stranger', extensions: ISSUER })
    expect(() => judge(stamp, 'stranger')).toThrow('"CN=tsa", whose certificate does not follow from the one you trust')
    expect(authority.isAcceptedByOpenssl(stamp, checkpoint, 'stranger')).toBe(false)
  })

  test('by an authority that took its name from the trusted one, but not its key, is refused', () => {
    const elsewhere = new TimeStampAuthority(mkdtempSync(join(folder, 'other-')))
    elsewhere.issue({ name: 'root', extensions: ISSUER })
    elsewhere.issue({ name: 'tsa', issuer: 'root', extensions: AUTHORITY })
    expect(() => judge(elsewhere.stamp(checkpoint, 'tsa', ['tsa', 'root']))).toThrow('does not follow from the one')
  })

  test.each([
    ['without an extended key usage', []],
    ['for servers', ['extendedKeyUsage=critical,serverAuth']],
    ['for time stamping among others', ['extendedKeyUsage=critical,timeStamping,serverAuth']],
    ['for time stamping, but not critically', ['extendedKeyUsage=timeStamping']],
  ])('by a certificate %s is refused', (_, extensions) => {
    authority.issue({ name: 'wrong', issuer: 'root', extensions })
    const wrong = authority.signAgain(stamp, 'wrong')
    expect(() => judge(wrong)).toThrow('"CN=wrong", which is not for time stamping only')
    expect(() => judgeTimeStamp(wrong, checkpoint, [])).toThrow('not for time stamping only')
  })

  test.each([
    ['expired', '20200101..20210101'],
    ['not yet valid', '20800101..20900101'],
  ])('by a certificate that was %s when it stamped is refused', (_, days) => {
    authority.issue({ name: 'late', issuer: 'root', extensions: AUTHORITY, days })
    expect(() => judge(authority.signAgain(stamp, 'late'))).toThrow(/the certificate "CN=late" \(20.*\) was not valid/)
    authority.issue({ name: 'old-root', extensions: ISSUER, days })
    authority.issue({ name: 'below-old', issuer: 'old-root', extensions: AUTHORITY })
    expect(() => judge(authority.stamp(checkpoint, 'below-old'), 'old-root')).toThrow('"CN=old-root"')
  })

  test('is refused when an issuer is no authority, allows fewer below it, or demands what is not understood', () => {
    const refuse = (extensions: string[], problem: string) => {
      authority.issue({ name: 'odd', issuer: 'root', extensions })
      authority.issue({ name: 'under', issuer: 'odd', extensions: AUTHORITY })
      expect(() => judge(authority.stamp(checkpoint, 'under', ['under', 'odd']))).toThrow(problem)
    }
    refuse(['basicConstraints=critical,CA:FALSE'], '"CN=odd", which is no certificate authority')
    refuse([...ISSUER, 'nameConstraints=critical,permitted;DNS:example'], 'critical extension 2.5.29.30, unknown')
    authority.issue({ name: 'short', extensions: ['basicConstraints=critical,CA:TRUE,pathlen:0'] })
    authority.issue({ name: 'odd', issuer: 'short', extensions: ISSUER })
    authority.issue({ name: 'under', issuer: 'odd', extensions: AUTHORITY })
    expect(() => judge(authority.stamp(checkpoint, 'under', ['under', 'odd']), 'short')).toThrow('a longer chain')
  })

  test('with any bit flipped is refused, or says the same time by the same authority', () => {
    const verdict = judge(stamp)
    const refused = { count: 0 }
    const bits = stamp.length * 8
    for (let bit = 0; bit < bits; bit += 29) {
      const changed = Buffer.from(stamp)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      try {
        expect(judge(changed)).toEqual(verdict)
      } catch (error) {
        expect(error).toMatchObject({ name: 'LedgerError', code: 'time-stamp-invalid' })
        refused.count += 1
      }
    }
    // What a signature does not cover stays: the status, versions, and parts of the certificate's own container.
    expect(refused.count / (bits / 29)).toBeGreaterThan(0.9)
  })

  test('whose time, imprint or signature is changed names the signature', () => {
    const change = (at: number) => {
      const changed = Buffer.from(stamp)
      changed[at] = (changed[at] ?? 0) ^ 1
      return changed
    }
    const imprint = stamp.indexOf(sha256(checkpoint))
    // The digits of GeneralizedTime follow the imprint and the serial number.
    const year = stamp.indexOf(Buffer.from('20'), imprint + 32)
    expect(() => judge(change(imprint))).toThrow('was changed: its signature is over other content')
    expect(() => judge(change(year + 3))).toThrow('was changed: its signature is over other content')
    expect(() => judge(change(stamp.length - 1))).toThrow(/was changed: the signature by "CN=tsa" does not match/)
  })

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('hello')],
    ['a refusal', Buffer.from('30053003020102', 'hex')],
    ['deep nesting', Buffer.concat(Array.from({ length: 2000 }, () => Buffer.from('3080', 'hex')))],
  ])('that is %s is refused in words', (_, bytes) => {
    expect(() => judge(bytes)).toThrow(/^The time stamp (?:is malformed|was not granted)/)
  })

  test('anchors are read from PEM, several in a file, and from DER; anything else is refused', async () => {
    const [root] = anchor('root')
    expect(await readTrustAnchors([authority.path('root.pem'), authority.path('tsa.pem')])).toHaveLength(2)
    expect(root?.ca).toBe(true)
    await expect(readTrustAnchors([authority.path('root.key')])).rejects.toThrow('is not a certificate')
  })
})
