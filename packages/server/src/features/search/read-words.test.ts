import { readFile } from 'node:fs/promises'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { makeDocx, makePdf, makeXlsx } from '../../testing/office-files.ts'
import { readWords } from './read-words.ts'
import { TextReader } from './text-reader.ts'

describe('the words of a file', () => {
  it('are those of a PDF', async () => {
    expect(await readWords('drill.pdf', makePdf('Restored in 41 minutes'))).toEqual(['restored', 'in', '41', 'minutes'])
  })

  it('are those of a DOCX, put together from its runs and kept apart by its paragraphs', async () => {
    const docx = makeDocx([['Back', 'up of '], ['Ostermere']])
    expect(await readWords('policy.docx', docx)).toEqual(['backup', 'of', 'ostermere'])
  })

  it('are those of an XLSX: sheets, strings and numbers, but not the numbers of strings', async () => {
    const xlsx = makeXlsx('Quarterly review', ['alice@acme.example', 'revoked'], [4711])
    expect((await readWords('review.xlsx', xlsx)).toSorted()).toEqual(
      ['quarterly', 'review', 'alice', 'acme', 'example', 'revoked', '4711'].toSorted(),
    )
  })

  it('are those of CSV, JSON and other text, in UTF-8 and UTF-16', async () => {
    expect(await readWords('a.csv', strToU8('user,MFA\nÉlodie,true\n'))).toEqual(['user', 'mfa', 'élodie', 'true'])
    expect(await readWords('a.json', strToU8('{"host":"db-one.example"}'))).toEqual(['host', 'db', 'one', 'example'])
    const utf16 = Uint8Array.from(Buffer.from('\uFEFFDisabled account', 'utf16le'))
    expect(await readWords('a.txt', utf16)).toEqual(['disabled', 'account'])
  })

  it('are none for what has no text', async () => {
    expect(await readWords('a.png', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]))).toEqual([])
  })

  it('of an office file end where its markup breaks or declares entities, and never expand without measure', async () => {
    const broken = zipSync({ 'word/document.xml': strToU8('<d><p>before</p><p>&bomb;</p><p>after</p></d>') })
    expect(await readWords('a.docx', broken)).toContain('before')
    const bomb = zipSync({ 'word/document.xml': new Uint8Array(65 * 1024 * 1024).fill(97) })
    expect(await readWords('bomb.docx', bomb)).toEqual([])
  })
})

/** Written by openpyxl 3.0.9, python-docx 0.8.11 (from Word's own template) and Chromium's printing. */
describe('the words of a file that other software wrote', () => {
  const real = async (name: string): Promise<string[]> =>
    readWords(name, Uint8Array.from(await readFile(new URL(`./fixtures/${name}`, import.meta.url))))

  it('are those of every sheet of a workbook, with their names', async () => {
    const words = await real('review.xlsx')
    for (const word of ['access', 'review', 'zacharias', 'privileged', 'leavers', 'elodie', 'revoked', '4711'])
      expect(words).toContain(word)
  })

  it('are those of headings, runs, tables and headers of a document', async () => {
    const words = await real('policy.docx')
    for (const word of ['sanction', 'workforce', 'sanctioned', 'owner', 'ostermere', 'confidentialheader'])
      expect(words).toContain(word)
  })

  it('are those of a PDF with embedded fonts and compressed pages', async () => {
    const words = await real('drill.pdf')
    for (const word of ['restore', 'nightingale', 'forty', 'minutes', 'zürich', '2026']) expect(words).toContain(word)
  })
})

describe('the thread that reads', () => {
  it('survives damaged files, and reads the next one', async () => {
    const texts = new TextReader()
    try {
      expect(await texts.read('broken.pdf', Uint8Array.from(strToU8('%PDF-1.7 nothing that follows is one')))).toEqual(
        [],
      )
      expect(await texts.read('broken.docx', Uint8Array.from([0x50, 0x4b, 3, 4, 9, 9, 9]))).toEqual([])
      expect(await texts.read('fine.txt', Uint8Array.from(strToU8('still here')))).toEqual(['still', 'here'])
    } finally {
      await texts.close()
    }
  })
})
