import { SaxesParser } from 'saxes'
import { malformed } from './refusal.ts'

export interface XmlHandlers {
  readonly open?: (element: string, attributes: Readonly<Record<string, string>>) => void
  readonly text?: (text: string) => void
  readonly close?: (element: string) => void
}

const step = 65_536

/**
 * Walks through one part of a workbook, about 64 KiB of it between two yields, so that whoever reads rows need not hold them all.
 * Elements are named without their prefix. A document type, and so every entity of its own, is refused.
 */
export function* walkXml(part: Uint8Array, file: string, handlers: XmlHandlers): Generator<void> {
  const parser = new SaxesParser()
  const refuse = (problem: string, cause?: unknown): Error =>
    malformed({ file }, problem, 'Save it again as XLSX, or as CSV.', cause)
  parser.on('opentag', ({ name, attributes }) => handlers.open?.(localName(name), attributes))
  parser.on('text', (text) => handlers.text?.(text))
  parser.on('cdata', (text) => handlers.text?.(text))
  parser.on('closetag', ({ name }) => handlers.close?.(localName(name)))
  parser.on('doctype', () => {
    throw refuse('the workbook holds a document type, which no spreadsheet writes')
  })
  parser.on('error', (cause) => {
    throw refuse('the XML of the workbook is damaged', cause)
  })
  const decoder = new TextDecoder('utf-8')
  for (let at = 0; at < part.length; at += step) {
    parser.write(decoder.decode(part.subarray(at, at + step), { stream: true }))
    yield
  }
  parser.close()
  yield
}

/** Walks through a part that is small enough to be read at once. */
export function readXml(part: Uint8Array, file: string, handlers: XmlHandlers): void {
  const steps = walkXml(part, file, handlers)
  while (steps.next().done !== true);
}

function localName(full: string): string {
  return full.slice(full.indexOf(':') + 1)
}
