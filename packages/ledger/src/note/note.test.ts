import { hash } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import { OTHER_SEED, otherSigner, SAMPLE_SEED, sampleSigner } from '../testing/sample-log.ts'
import { encodeNote, parseNote } from './note-text.ts'
import { openNote } from './open-note.ts'
import { createSigner, encodeSignerKey, parseSignerKey, signNote } from './signer.ts'
import { encodeVerifierKey, keyIdInput, parseVerifierKey, parseVerifierKeys } from './verifier-key.ts'

// The published example of the note format: key, text and signature are test vectors of its reference implementation.
const KNOWN_VKEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const KNOWN_SKEY = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz'
const KNOWN_TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
const KNOWN_NOTE = `${KNOWN_TEXT}\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`

// The example of C2SP signed-note, whose key is not published: its form only.
const SPECIFICATION_NOTE =
  'Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned \u00e8 subito sera.\n\n' +
  '\u2014 quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n'

const keys = await parseVerifierKeys([sampleSigner.vkey])

describe('a signed note', () => {
  test('verifies and is made as in the published example', async () => {
    const { text, signedBy } = await openNote(encodeUtf8(KNOWN_NOTE), [await parseVerifierKey(KNOWN_VKEY)])
    expect(text).toBe(KNOWN_TEXT)
    expect(signedBy.map(encodeVerifierKey)).toEqual([KNOWN_VKEY])
    expect(decodeUtf8(signNote(KNOWN_TEXT, [parseSignerKey(KNOWN_SKEY)]), 'The note')).toBe(KNOWN_NOTE)
  })

  test('is taken apart at the last empty line, as in the example of the specification', () => {
    const { text, signatures } = parseNote(encodeUtf8(SPECIFICATION_NOTE))
    expect(text.endsWith('raggio di sole:\n\ned \u00e8 subito sera.\n')).toBe(true)
    expect(signatures.map(({ name, keyId }) => [name, keyId])).toEqual([['quasimodo.example/salvatore', '367ba04b']])
    expect(decodeUtf8(encodeNote({ text, signatures }), 'The note')).toBe(SPECIFICATION_NOTE)
  })

  test('ignores signatures of unknown keys but needs one of a known key', async () => {
    const both = signNote('text\n', [otherSigner, sampleSigner])
    expect((await openNote(both, keys)).signedBy).toEqual(keys)
    await expect(openNote(signNote('text\n', [otherSigner]), keys)).rejects.toThrow('No known key')
    await expect(openNote(both, [])).rejects.toThrow('No known key')
  })

  test('is refused when a known key signed something else, even if another signature is good', async () => {
    const signatures = [...parseNote(signNote('other\n', [sampleSigner])).signatures]
    signatures.push(...parseNote(signNote('text\n', [otherSigner])).signatures)
    const known = await parseVerifierKeys([sampleSigner.vkey, otherSigner.vkey])
    await expect(openNote(encodeNote({ text: 'text\n', signatures }), known)).rejects.toThrow('does not match')
  })

  test('is refused after any change of one bit', async () => {
    const note = signNote('log.example\n7\nroot\n', [sampleSigner])
    await fc.assert(
      fc.asyncProperty(fc.nat(note.length * 8 - 1), async (bit) => {
        const changed = new Uint8Array(note)
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        await expect(openNote(changed, keys)).rejects.toThrow(/note|signature/)
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    ['text', 'no signatures'],
    ['text\n\n\u2014 a AAAAAAAA', 'no signatures'],
    ['text\n\n- a AAAAAAAA\n', 'malformed signature line'],
    ['text\n\n\u2014 a AAAA\n', 'too short'],
    ['text\n\n\u2014 a A\n', 'canonical Base64'],
    ['text\n\n\u2014 a+b AAAAAAAA\n', 'malformed signature line'],
    ['te\rxt\n\n\u2014 a AAAAAAAA\n', 'control character'],
    [`text\n\n${'\u2014 a AAAAAAAA\n'.repeat(101)}`, 'more than 100'],
    ['x'.repeat(1_000_001), 'more than 1000000'],
  ])('is refused when malformed (case %#)', (text, reason) => {
    expect(() => parseNote(encodeUtf8(text))).toThrow(reason)
  })
})

describe('note keys', () => {
  test('come back from their texts', async () => {
    expect(parseSignerKey(encodeSignerKey(SAMPLE_SEED, 'log.example')).vkey).toBe(
      createSigner(SAMPLE_SEED, 'log.example').vkey,
    )
    expect(encodeVerifierKey(await parseVerifierKey(sampleSigner.vkey))).toBe(sampleSigner.vkey)
    expect(createSigner(OTHER_SEED, 'a').keyId).not.toBe(createSigner(OTHER_SEED, 'b').keyId)
  })

  test('are refused with a wrong id, type, length or spelling', async () => {
    const [name, id, key] = ['log.example', sampleSigner.keyId, sampleSigner.vkey.split('+').slice(2).join('+')]
    const wrong = [
      `${name}+00000000+${key}`,
      `${name}+${id}`,
      `${name}+${id}+Ag==`,
      `+${id}+${key}`,
      `a b+${id}+${key}`,
      '',
    ]
    for (const text of wrong) await expect(parseVerifierKey(text)).rejects.toThrow('key')
    expect(() => createSigner(SAMPLE_SEED.subarray(1), 'a')).toThrow('32 bytes')
    expect(() => createSigner(SAMPLE_SEED, 'two words')).toThrow('cannot name a key')
  })

  test('are refused when two different ones share name and id', async () => {
    const [one, two] = findCollidingKeys('log.example')
    expect(await parseVerifierKeys([one, one])).toHaveLength(1)
    await expect(parseVerifierKeys([one, two])).rejects.toThrow('Two different keys')
  })

  test('never show a malformed private key in the error', () => {
    const text = encodeSignerKey(SAMPLE_SEED, 'log.example').replace('+', '-')
    expect(() => parseSignerKey(text)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('AAEC') }),
    )
  })
})

/** Two keys of one id: four bytes collide after about 2^16 tries, which is why an id alone proves nothing. */
function findCollidingKeys(name: string): [string, string] {
  const known = new Map<string, Uint8Array>()
  for (let at = 0; ; at += 1) {
    const publicKey = new Uint8Array(32)
    new DataView(publicKey.buffer).setUint32(0, at)
    const keyId = hash('sha256', keyIdInput(name, publicKey), 'hex').slice(0, 8)
    const other = known.get(keyId)
    if (other !== undefined) {
      return [encodeVerifierKey({ name, keyId, publicKey: other }), encodeVerifierKey({ name, keyId, publicKey })]
    }
    known.set(keyId, publicKey)
  }
}
