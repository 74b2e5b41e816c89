import { describe, expect, it } from 'vitest'
import { fileOf, refusalOf } from '../testing/file.ts'
import { decodeLines, peekText } from './text.ts'

async function linesOf(bytes: Uint8Array | string, chunk: number): Promise<string> {
  let text = ''
  for await (const block of decodeLines(fileOf('x.csv', bytes, chunk))) text += block
  return text
}

describe('decoding text', () => {
  it('keeps a character whose bytes arrive apart', async () => {
    for (const chunk of [1, 2, 3, 5]) expect(await linesOf('é\r\n€ and 𝄞\nend', chunk)).toBe('é\n€ and 𝄞\nend')
  })

  it('drops a byte order mark at the start and keeps one elsewhere', async () => {
    expect(await linesOf('\uFEFFa\n\uFEFFb', 1)).toBe('a\n\uFEFFb')
  })

  it.each([1, 3, 100])('names the line of the first bytes that are not UTF-8 (%i at a time)', async (chunk) => {
    const bytes = new Uint8Array([0x61, 0x0a, 0x62, 0x0a, 0x63, 0xe9, 0x64, 0x0a])
    expect((await refusalOf(linesOf(bytes, chunk))).place).toEqual({ file: 'x.csv', line: 3 })
  })

  it('does not take a genuine replacement character for broken bytes', async () => {
    const bytes = new Uint8Array([...new TextEncoder().encode('\uFFFD\n'), 0xff, 0x0a])
    expect((await refusalOf(linesOf(bytes, 100))).place.line).toBe(2)
  })

  it('refuses a NUL byte, which no database text can hold, and names its line', async () => {
    expect((await refusalOf(linesOf('a,b\nc\0d,e\n', 100))).place.line).toBe(2)
  })

  it('recognises UTF-16 with and without a byte order mark', async () => {
    const plain = new Uint8Array(Buffer.from('a,b\n', 'utf16le'))
    expect((await refusalOf(linesOf(plain, 100))).message).toContain('UTF-16')
    expect(peekText(plain)).toBe('a,b\n')
    expect(peekText(new Uint8Array([0xfe, 0xff, 0x00, 0x61]))).toBe('a')
  })

  it('says that a file of 0 bytes is empty, also when empty pieces arrive', async () => {
    async function* nothing(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(new Uint8Array())
    }
    const reading = decodeLines({ name: 'x.csv', bytes: nothing() }).next()
    expect((await refusalOf(reading)).code).toBe('empty-file')
  })
})
