import { expect, it } from 'vitest'
import { readParts } from './parts.ts'

const head = 'From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n'

function read(text: string) {
  return readParts(Buffer.from(text, 'latin1'))
}

it('names files as they are called, without their folders, in any of the ways of mail', async () => {
  const named = (line: string) => `--b\r\nContent-Type: application/octet-stream\r\n${line}\r\n\r\nx\r\n`
  const { attachments } = await read(
    head +
      named('Content-Disposition: attachment; filename="..\\\\..\\\\a.csv"') +
      named("Content-Disposition: attachment; filename*=utf-8''b%C3%BC%2Fc.csv") +
      named('Content-Disposition: attachment; filename="=?utf-8?q?d=C3=BC.csv?="') +
      named('Content-Disposition: attachment') +
      '--b--\r\n',
  )
  expect(attachments.map(({ name }) => name)).toEqual(['a.csv', 'c.csv', 'dü.csv', 'attachment'])
})

it('keeps a large or attached picture as a file, though the text shows it', async () => {
  const picture = (disposition: string, size: number) =>
    `--b\r\nContent-Type: image/png; name=p.png\r\nContent-ID: <p>\r\nContent-Disposition: ${disposition}\r\n\r\n${'x'.repeat(size)}\r\n`
  const { attachments, pictures } = await read(
    `${head}${picture('inline', 100)}${picture('inline', 70_000)}${picture('attachment', 100)}--b--\r\n`,
  )
  expect([attachments.length, pictures]).toEqual([2, 1])
})

it('refuses a message with more files than a batch has', async () => {
  const files = Array.from({ length: 100 }, (_, at) => `--b\r\nContent-Type: text/csv; name=${at}.csv\r\n\r\nx\r\n`)
  await expect(read(`${head}${files.join('')}--b--\r\n`)).rejects.toThrow('has more than 99 attachments')
})

it('refuses one that is nested without end, or made of so many parts that it fills its memory, and nothing else is harmed', async () => {
  const nested = Array.from(
    { length: 40 },
    (_, at) => `--b${at}\r\nContent-Type: multipart/mixed; boundary=b${at + 1}\r\n\r\n`,
  )
  await expect(read(head.replace('boundary=b', 'boundary=b0') + nested.join(''))).rejects.toThrow(
    'cannot be taken apart',
  )
  await expect(read(head + '--b\r\n\r\n'.repeat(600_000))).rejects.toThrow(/cannot be taken apart|more than 99/)
  expect((await read(`${head}--b--\r\n`)).attachments).toEqual([])
}, 60_000)
