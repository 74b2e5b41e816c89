import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSigner } from '@evidentia/ledger'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeReceipt } from '../testing/make-receipt.ts'
import { run } from '../testing/run.ts'
import { writeFolder } from '../testing/small-workload.ts'

const artifact = Buffer.from('user,mfa_active\nada,true\n')
let folder: Awaited<ReturnType<typeof writeFolder>>
let receipt: Awaited<ReturnType<typeof makeReceipt>>

beforeAll(async () => {
  receipt = await makeReceipt(artifact)
  folder = await writeFolder({
    'report.csv': artifact,
    'other.csv': 'user\n',
    'trusted.vkey': `# the log\n${receipt.verifierKey}\n`,
  })
})
afterAll(() => folder[Symbol.asyncDispose]())

async function verify(content: unknown, ...options: string[]) {
  const path = join(folder.path, 'receipt.json')
  await writeFile(
    path,
    content instanceof Uint8Array || typeof content === 'string' ? content : JSON.stringify(content),
  )
  return run('verify', path, ...options)
}

test('a receipt verifies offline, with its file, against a key from a file or from the command line', async () => {
  const { code, out } = await verify(
    receipt,
    '--artifact',
    join(folder.path, 'report.csv'),
    '--key',
    join(folder.path, 'trusted.vkey'),
  )
  expect(code).toBe(0)
  expect(out).toContain('entry      3 of 7 in the log "evidentia/test-log"')
  expect(out).toContain('has the sealed SHA-256')
  expect(out).toContain('a key you named sealed it')
  expect((await verify(receipt, '--key', receipt.verifierKey)).code).toBe(0)
})

test("without a key of one's own it says whose word that is", async () => {
  const { code, out } = await verify(receipt)
  expect(code).toBe(0)
  expect(out).toContain('By whom is not shown')
  expect(out).toContain('file       not checked')
})

test('the answer of the API, which holds the receipt, is read too', async () => {
  expect((await verify({ evidence: { id: 'x' }, receipt, duplicate: false })).code).toBe(0)
})

describe('a receipt is refused', () => {
  test('for another file', async () => {
    const { code, out } = await verify(receipt, '--artifact', join(folder.path, 'other.csv'))
    expect(code).toBe(1)
    expect(out).toMatch(/artifact: The entry seals [0-9a-f]{64}; the file has SHA-256 [0-9a-f]{64}/)
  })

  test('for another key', async () => {
    const stranger = createSigner(new Uint8Array(32).fill(9), 'evidentia/test-log').vkey
    const { code, out } = await verify(receipt, '--key', stranger)
    expect(code).toBe(1)
    expect(out).toContain('No known key signed')
  })

  test('for another entry number', async () => {
    const { code, out } = await verify({ ...receipt, entry: 4 })
    expect(code).toBe(1)
    expect(out).toContain('says entry 4, its proof is of entry 3')
  })

  test('for a changed leaf, proof or key, wherever the change is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('leaf', 'proof', 'verifierKey'),
        fc.nat(),
        fc.integer({ min: 1, max: 127 }),
        async (field, place, flip) => {
          const bytes = Buffer.from(receipt[field], 'utf8')
          const at = place % bytes.length
          bytes[at] = (bytes[at] ?? 0) ^ flip
          const { code } = await verify({ ...receipt, [field]: bytes.toString('latin1') })
          expect(code).toBe(1)
        },
      ),
      { numRuns: 200 },
    )
  })

  test.each([
    ['an unknown field', () => ({ ...receipt, note: 'x' })],
    ['a missing field', () => ({ entry: 3, leaf: receipt.leaf, proof: receipt.proof })],
    ['a negative entry', () => ({ ...receipt, entry: -1 })],
    [
      'a leaf with stray characters',
      () => ({ ...receipt, leaf: `${receipt.leaf.slice(0, 8)} ${receipt.leaf.slice(8)}` }),
    ],
    ['JSON that says a key twice', () => JSON.stringify(receipt).replace('{', '{"entry":3,')],
    ['JSON that ends early', () => JSON.stringify(receipt).slice(0, -5)],
    ['bytes that are not UTF-8', () => Buffer.from([0x7b, 0x22, 0xff, 0xfe])],
    ['deep nesting', () => `{"a":${'['.repeat(100_000)}`],
    ['an empty file', () => ''],
    ['a text', () => 'hello'],
  ])('for %s, in words', async (_, make) => {
    const { code, out, errors } = await verify(make())
    expect(code).toBe(1)
    expect(`${out}${errors}`).not.toMatch(/node:internal|\.ts:\d|should not have/)
    expect(`${out}${errors}`).toMatch(/\S/)
  })
})

describe('a key is refused', () => {
  test.each([
    ['PRIVATE+KEY+x+00000000+AAAA', /private key/],
    ['x+00000000+AAAA', /key/],
    ['/nowhere/trusted.vkey', /does not exist/],
  ])('%s', async (given, told) => {
    const { code, errors } = await verify(receipt, '--key', given)
    expect(code).toBe(1)
    expect(errors).toMatch(told)
    expect(errors).toMatch(/^evidentia: [^\n]+\n$/)
  })
})
