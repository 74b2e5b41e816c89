import { getDocumentProxy } from 'unpdf'

const pageLimit = 500

export function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, 5).toString('latin1') === '%PDF-'
}

/** The text of a PDF page by page. A scan has none. Throws for a damaged or encrypted file. */
export async function* readPdfText(bytes: Uint8Array): AsyncGenerator<string> {
  const pdf = await getDocumentProxy(bytes)
  for (let number = 1; number <= Math.min(pdf.numPages, pageLimit); number += 1) {
    const page = await pdf.getPage(number)
    const { items } = await page.getTextContent()
    yield items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join('')
    page.cleanup()
  }
}
