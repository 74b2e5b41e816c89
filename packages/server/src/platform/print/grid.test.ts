import { extractText } from 'unpdf'
import { expect, it } from 'vitest'
import { Printer } from './printer.ts'

it('a grid of many rows has its header on every page, and names too long for a column break within them', async () => {
  const rows = Array.from({ length: 120 }, (_, at) => [
    `row ${at}`,
    'iam-credential-report-production-2026-10.csv for 164.308(a)(3)(ii)(C)',
  ])
  const pdf = await new Printer().print({
    title: 'A table',
    details: [],
    blocks: [{ kind: 'grid', header: ['Name', 'File'], widths: [1, 1], rows }],
    footer: 'footer',
    landscape: true,
    created: '2026-06-30T12:00:00Z',
  })
  const { text, totalPages } = await extractText(pdf, { mergePages: false })
  expect(totalPages).toBeGreaterThan(1)
  for (const page of text) expect(page).toContain('Name')
  const all = text.join(' ')
  expect(all).toContain('row 119')
  expect(all).toContain('iam-credential-report-production-2026-10.csv')
  expect(all).toContain('164.308(a)(3)(ii)(C)')
})
