import { type UnzipFileInfo, unzipSync } from 'fflate'
import { SaxesParser } from 'saxes'

const expandedLimit = 64 * 1024 * 1024

/** The parts of a document, workbook or presentation (ECMA-376) that hold what a person wrote. */
const textParts =
  /^(?:word\/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)|xl\/(?:workbook|sharedStrings|comments\d*|worksheets\/[^/]+)|ppt\/(?:slides|notesSlides)\/[^/]+)\.xml$/
/** Elements after which a word cannot go on: paragraphs, breaks, cells, strings. */
const breaks = new Set(['p', 'br', 'tab', 'c', 'si', 'is', 'row', 'v'])

export function isOfficeFile(bytes: Uint8Array, name: string): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && /\.(?:docx|docm|xlsx|xlsm|pptx)$/i.test(name)
}

/** The text of an office file part by part. Throws for a damaged archive. */
export function* readOfficeText(bytes: Uint8Array): Generator<string> {
  let expanded = 0
  const wanted = ({ name, originalSize }: UnzipFileInfo): boolean => {
    if (!textParts.test(name) || expanded + originalSize > expandedLimit) return false
    expanded += originalSize
    return true
  }
  for (const part of Object.values(unzipSync(bytes, { filter: wanted }))) yield readXmlText(part)
}

/** What a part says. Markup that is not well-formed ends it; what was read until then counts. */
function readXmlText(part: Uint8Array): string {
  const pieces: string[] = []
  let isIndex = false
  let inValue = false
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    const local = localName(name)
    // A shared string's number says nothing; the string stands in its own part.
    if (local === 'c') isIndex = attributes['t'] === 's'
    inValue = local === 'v'
    if (local === 'sheet' && attributes['name'] !== undefined) pieces.push(attributes['name'], '\n')
  })
  parser.on('text', (text) => {
    if (!(inValue && isIndex)) pieces.push(text)
  })
  parser.on('closetag', ({ name }) => {
    inValue = false
    if (breaks.has(localName(name))) pieces.push('\n')
  })
  const state = { isBroken: false }
  parser.on('error', () => {
    state.isBroken = true
  })
  const text = new TextDecoder().decode(part)
  const step = 64 * 1024
  for (let at = 0; at < text.length && !state.isBroken; at += step) parser.write(text.slice(at, at + step))
  return pieces.join('')
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
