import { describe, expect, test } from 'vitest'
import { encodeBase64 } from '../encoding/base64.ts'
import { EMPTY_ROOT } from '../merkle/hash.ts'
import { createSigner, signNote } from '../note/signer.ts'
import { parseVerifierKeys } from '../note/verifier-key.ts'
import { SAMPLE_ORIGIN, SAMPLE_SEED, sampleSigner } from '../testing/sample-log.ts'
import { encodeCheckpoint, openCheckpoint, parseCheckpoint } from './checkpoint.ts'
import { signCheckpoint } from './sign-checkpoint.ts'

const root = encodeBase64(EMPTY_ROOT)
const keys = await parseVerifierKeys([sampleSigner.vkey])

describe('a checkpoint', () => {
  test('is read as in the example of tlog-checkpoint', () => {
    const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'
    const checkpoint = parseCheckpoint(text)
    expect(checkpoint).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20852163, extensions: [] })
    expect(encodeCheckpoint(checkpoint)).toBe(text)
  })

  test('keeps extension lines', () => {
    expect(parseCheckpoint(`o\n0\n${root}\none\ntwo\n`).extensions).toEqual(['one', 'two'])
  })

  test.each([
    [`o\n00\n${root}\n`, 'decimal'],
    [`o\n-1\n${root}\n`, 'decimal'],
    [`o\n9007199254740992\n${root}\n`, 'decimal'],
    [`o\n0\n${root}`, 'newline'],
    [`\n0\n${root}\n`, 'empty line'],
    [`o\n0\n${root}\n\n`, 'empty line'],
    ['o\n0\n', 'too few lines'],
    ['o\n0\nAAAA\n', '32 bytes'],
    ['o\n0\n????\n', 'Base64'],
  ])('is refused when malformed: %j', (text, reason) => {
    expect(() => parseCheckpoint(text)).toThrow(reason)
  })

  test('opens with the key named after its origin only', async () => {
    const head = { origin: SAMPLE_ORIGIN, size: 0, root: EMPTY_ROOT, extensions: [] }
    expect(await openCheckpoint(signCheckpoint(head, [sampleSigner]), keys)).toMatchObject({ size: 0 })
    const foreign = signNote(encodeCheckpoint({ ...head, origin: `${SAMPLE_ORIGIN}/package` }), [sampleSigner])
    await expect(openCheckpoint(foreign, keys)).rejects.toThrow('is signed by')
    expect(() => signCheckpoint(head, [createSigner(SAMPLE_SEED, 'other.example')])).toThrow('No signer')
  })
})
