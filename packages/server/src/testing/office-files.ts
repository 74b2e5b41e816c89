import { strToU8, zipSync } from 'fflate'

const wordprocessing = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const spreadsheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'

/** A DOCX whose paragraphs each are several runs, as editors make them. */
export function makeDocx(paragraphs: readonly (readonly string[])[]): Uint8Array {
  const body = paragraphs
    .map((runs) => `<w:p>${runs.map((run) => `<w:r><w:t>${run}</w:t></w:r>`).join('')}</w:p>`)
    .join('')
  return zipSync({
    '[Content_Types].xml': strToU8('<Types/>'),
    'word/document.xml': strToU8(`<w:document xmlns:w="${wordprocessing}"><w:body>${body}</w:body></w:document>`),
  })
}

/** An XLSX with one sheet; text cells point into the shared strings. */
export function makeXlsx(sheet: string, strings: readonly string[], numbers: readonly number[]): Uint8Array {
  const cells = [
    ...strings.map((_, n) => `<c t="s"><v>${n}</v></c>`),
    ...numbers.map((number) => `<c><v>${number}</v></c>`),
  ].join('')
  const shared = strings.map((text) => `<si><t>${text}</t></si>`).join('')
  return zipSync({
    'xl/workbook.xml': strToU8(
      `<workbook xmlns="${spreadsheet}"><sheets><sheet name="${sheet}" sheetId="1"/></sheets></workbook>`,
    ),
    'xl/sharedStrings.xml': strToU8(`<sst xmlns="${spreadsheet}">${shared}</sst>`),
    'xl/worksheets/sheet1.xml': strToU8(
      `<worksheet xmlns="${spreadsheet}"><sheetData><row>${cells}</row></sheetData></worksheet>`,
    ),
  })
}

/** A PDF of one page that says `text`. */
export function makePdf(text: string): Uint8Array {
  const content = `BT /F1 12 Tf 72 720 Td (${text}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, n) => {
    const at = file.length
    file += `${n + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const start = file.length
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return strToU8(file)
}
