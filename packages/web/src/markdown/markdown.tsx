import { marked, type Token, type Tokens } from 'marked'
import { Fragment, type ReactNode } from 'react'
import { splitGaps } from './gaps.ts'
import classes from './markdown.module.css'

/**
 * Markdown as elements. The parser only reads; nothing of it is ever assigned as markup, so a policy cannot carry a script:
 * HTML is shown as the characters it was written with, images as their description, and links lead to web and mail addresses only.
 */
export function Markdown({ text }: { readonly text: string }) {
  return <div className={classes['markdown']}>{renderAll(marked.lexer(text, { gfm: true }))}</div>
}

function renderAll(tokens: readonly Token[]): ReactNode {
  return tokens.map((token, index) => <Fragment key={keyOf(token, index)}>{render(token as KnownToken)}</Fragment>)
}

/** What the parser makes of GitHub's Markdown; its own type admits anything. */
type KnownToken =
  | Tokens.Heading
  | Tokens.Paragraph
  | Tokens.List
  | Tokens.Table
  | Tokens.Blockquote
  | Tokens.Code
  | Tokens.Hr
  | Tokens.HTML
  | Tokens.Tag
  | Tokens.Space
  | Tokens.Def
  | Tokens.Text
  | Tokens.Strong
  | Tokens.Em
  | Tokens.Del
  | Tokens.Codespan
  | Tokens.Link
  | Tokens.Image
  | Tokens.Br
  | Tokens.Escape
  | Tokens.Checkbox

function render(token: KnownToken): ReactNode {
  switch (token.type) {
    case 'heading':
      return <Heading depth={token.depth}>{renderAll(token.tokens)}</Heading>
    case 'paragraph':
      return <p>{renderAll(token.tokens)}</p>
    case 'blockquote':
      return <blockquote>{renderAll(token.tokens)}</blockquote>
    case 'code':
      return (
        <pre>
          <code>{renderText(token.text)}</code>
        </pre>
      )
    case 'hr':
      return <hr />
    case 'list':
      return renderList(token)
    case 'table':
      return renderTable(token)
    case 'strong':
      return <strong>{renderAll(token.tokens)}</strong>
    case 'em':
      return <em>{renderAll(token.tokens)}</em>
    case 'del':
      return <del>{renderAll(token.tokens)}</del>
    case 'codespan':
      return <code>{renderText(token.text)}</code>
    case 'br':
      return <br />
    case 'link':
      return renderLink(token)
    case 'checkbox':
      return token.checked ? '[x] ' : '[ ] '
    case 'text':
      return token.tokens === undefined ? renderText(token.text) : renderAll(token.tokens)
    case 'escape':
    case 'image':
      return renderText(token.text)
    case 'html':
      return token.block ? <p>{renderText(token.raw)}</p> : renderText(token.raw)
    case 'space':
    case 'def':
      return null
  }
}

/** A policy's own headings stand below the page's title and the section's. */
function Heading({ depth, children }: { readonly depth: number; readonly children: ReactNode }) {
  if (depth <= 2) return <h3>{children}</h3>
  return depth === 3 ? <h4>{children}</h4> : <h5>{children}</h5>
}

function renderList({ ordered, start, items }: Tokens.List): ReactNode {
  const entries = items.map((item, index) => <li key={keyOf(item, index)}>{renderAll(item.tokens)}</li>)
  return ordered ? <ol start={start === '' ? 1 : start}>{entries}</ol> : <ul>{entries}</ul>
}

function renderTable({ header, rows }: Tokens.Table): ReactNode {
  return (
    // A region that scrolls sideways must be reachable with the keyboard.
    <section
      className={classes['scroll']}
      tabIndex={0}
      aria-label={`Table: ${header.map(({ text }) => text).join(', ')}`}
    >
      <table>
        <thead>
          <tr>
            {header.map((cell, index) => (
              <th key={`${index} ${cell.text}`} scope="col">
                {renderAll(cell.tokens)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, line) => (
            <tr key={`${line} ${row[0]?.text ?? ''}`}>
              {row.map((cell, index) => (
                <td key={`${index} ${cell.text}`}>{renderAll(cell.tokens)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function renderLink({ href, tokens }: Tokens.Link): ReactNode {
  const isSafe = /^(https?:\/\/|mailto:)/i.test(href)
  if (!isSafe) return renderAll(tokens)
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {renderAll(tokens)}
    </a>
  )
}

function renderText(text: string): ReactNode {
  return splitGaps(text).map(({ isGap, words }, index) =>
    isGap ? (
      <mark key={`${index} ${words}`} className={classes['gap']}>
        {words}
      </mark>
    ) : (
      words
    ),
  )
}

function keyOf(token: { readonly raw: string }, index: number): string {
  return `${index} ${token.raw.slice(0, 24)}`
}
