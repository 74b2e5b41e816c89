import { extractText } from 'unpdf'
import { describe, expect, it } from 'vitest'
import type { PrintDocument } from './document.ts'
import { readMarkdown } from './markdown.ts'
import { Printer } from './printer.ts'

const printer = new Printer()

function compose(markdown: string): PrintDocument {
  return {
    title: 'A policy',
    details: [['Owner', 'Ada #panic("owner")']],
    blocks: readMarkdown(markdown),
    footer: 'footer #panic("footer")',
    landscape: false,
    created: '2026-06-30T12:00:00Z',
  }
}

async function textOf(markdown: string): Promise<{ text: string; pdf: string }> {
  const bytes = await printer.print(compose(markdown))
  const pdf = Buffer.from(bytes).toString('latin1')
  return { text: (await extractText(Uint8Array.from(bytes), { mergePages: true })).text, pdf }
}

const everything = `# Purpose

Text with **bold**, *emphasis*, \`code\`, ~~old~~ and [a link](https://example.org).

#### Deep below

1. First
2. Second
   - inner [ ] box

> Quoted

| Role | Duty |
| ---- | ---- |
| Lead | Decides |

---

    indented code
`

describe('a printed document', () => {
  it('is tagged for readers that do not see (PDF/UA-1), with its title', async () => {
    const { text, pdf } = await textOf(everything)
    expect(pdf).toContain('pdfuaid:part')
    expect(pdf).toMatch(/\/Marked true/)
    for (const part of ['A policy', 'Purpose', 'bold', 'Second', 'inner', 'Quoted', 'Decides', 'indented code'])
      expect(text).toContain(part)
  })

  it('shows whatever its text says as text: nothing in it is an instruction to the typesetter', async () => {
    const attacks = [
      '#panic("in text")',
      '#read("/etc/passwd")',
      '#import "@preview/cetz:0.3.0"',
      '#eval("1 + 1")',
      '\\u{23}panic()',
      '$ sum_(k=0)^n k $ and ] [ and "',
      '<script>alert(1)</script>',
      '{{variable}} `` #sys.version ``',
    ]
    const { text } = await textOf(attacks.map((line) => `- ${line}`).join('\n'))
    for (const part of [
      '#panic',
      '#read("/etc/passwd")',
      '#import',
      '#eval',
      'sum_(k=0)^n',
      '<script>',
      '#sys.version',
    ])
      expect(text.replaceAll('\u201c', '"').replaceAll('\u201d', '"')).toContain(part)
    expect(text).toContain('Ada #panic')
    expect(text).toContain('footer #panic')
  })

  it('keeps a link only where it leads to the web or to mail', async () => {
    const { pdf } = await textOf('[good](https://example.org/x) [bad](javascript:alert(1)) [file](file:///etc/passwd)')
    expect(pdf).toContain('https://example.org/x')
    expect(pdf).not.toContain('javascript:')
    expect(pdf).not.toContain('file:///')
  })

  it('has the text of writings its fonts do not have, rather than failing', async () => {
    const { pdf } = await textOf('姓名 Ñandú 🎉')
    expect(pdf.startsWith('%PDF-')).toBe(true)
  })

  it('is refused, and costs nobody else anything, where it cannot be made within its limits', async () => {
    const endless = { ...compose(''), blocks: nest(20_000) }
    await expect(printer.print(endless)).rejects.toThrow()
    expect((await textOf('Still printing.')).text).toContain('Still printing.')
  })
})

function nest(depth: number): PrintDocument['blocks'] {
  let blocks: PrintDocument['blocks'] = []
  for (let at = 0; at < depth; at += 1) blocks = [{ kind: 'quote', blocks }]
  return blocks
}
