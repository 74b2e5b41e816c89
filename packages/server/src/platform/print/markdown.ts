import { marked, type Token, type Tokens } from 'marked'
import type { Block, Inline } from './document.ts'

/** Where a link may lead; the text of any other stays, without it. */
const safeLink = /^(?:https?:\/\/|mailto:)/i

type BlockToken =
  | Tokens.Heading
  | Tokens.Paragraph
  | Tokens.Text
  | Tokens.List
  | Tokens.Blockquote
  | Tokens.Code
  | Tokens.Hr
  | Tokens.Table
  | Tokens.HTML
  | Tokens.Space
  | Tokens.Def
type InlineToken =
  | Tokens.Text
  | Tokens.Escape
  | Tokens.Strong
  | Tokens.Em
  | Tokens.Del
  | Tokens.Codespan
  | Tokens.Link
  | Tokens.Image
  | Tokens.Br
  | Tokens.Tag
  | Tokens.Checkbox

/**
 * Markdown as blocks of a document. HTML is shown as the characters it was written with, an image as its description. A heading is
 * at most one level below the one before it, which readers that do not see rely on (PDF/UA); the first level is the document's title.
 */
export function readMarkdown(text: string): Block[] {
  const outline = { level: 1 }
  return readBlocks(marked.lexer(text, { gfm: true }), outline)
}

function readBlocks(tokens: readonly Token[], outline: { level: number }): Block[] {
  return tokens.flatMap((token) => readBlock(token as BlockToken, outline))
}

function readBlock(token: BlockToken, outline: { level: number }): Block[] {
  switch (token.type) {
    case 'heading': {
      const level = Math.min(Math.max(token.depth, 2), outline.level + 1)
      outline.level = level
      return [{ kind: 'heading', level, items: readInline(token.tokens) }]
    }
    case 'paragraph':
      return [{ kind: 'paragraph', items: readInline(token.tokens) }]
    case 'text':
      return [{ kind: 'paragraph', items: readInline(token.tokens ?? [token]) }]
    case 'list':
      return [
        {
          kind: 'list',
          start: token.ordered ? Number(token.start) || 1 : null,
          entries: token.items.map((item) => readBlocks(item.tokens, outline)),
        },
      ]
    case 'blockquote':
      return [{ kind: 'quote', blocks: readBlocks(token.tokens, outline) }]
    case 'code':
      return [{ kind: 'code', text: token.text }]
    case 'hr':
      return [{ kind: 'rule' }]
    case 'table':
      return [
        {
          kind: 'table',
          header: token.header.map((cell) => readInline(cell.tokens)),
          rows: token.rows.map((row) => row.map((cell) => readInline(cell.tokens))),
        },
      ]
    case 'html':
      return [{ kind: 'paragraph', items: [{ kind: 'text', text: token.raw.trim() }] }]
    case 'space':
    case 'def':
      return []
  }
}

function readInline(tokens: readonly Token[]): Inline[] {
  return tokens.flatMap((token) => readRun(token as InlineToken))
}

function readRun(token: InlineToken): Inline[] {
  switch (token.type) {
    case 'text':
      if ('tokens' in token && token.tokens !== undefined) return readInline(token.tokens)
      return [{ kind: 'text', text: token.text.replaceAll('\n', ' ') }]
    case 'escape':
      return [{ kind: 'text', text: token.text }]
    case 'strong':
      return [{ kind: 'strong', items: readInline(token.tokens) }]
    case 'em':
      return [{ kind: 'emphasis', items: readInline(token.tokens) }]
    case 'del':
      return [{ kind: 'strike', items: readInline(token.tokens) }]
    case 'codespan':
      return [{ kind: 'code', text: token.text }]
    case 'link':
      return safeLink.test(token.href)
        ? [{ kind: 'link', href: token.href, items: readInline(token.tokens) }]
        : readInline(token.tokens)
    case 'image':
      return [{ kind: 'text', text: token.text }]
    case 'br':
      return [{ kind: 'break' }]
    case 'html':
      return [{ kind: 'text', text: token.raw }]
    case 'checkbox':
      return [{ kind: 'text', text: token.checked ? '[x] ' : '[ ] ' }]
  }
}
