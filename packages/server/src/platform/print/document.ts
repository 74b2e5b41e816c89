/** A run of text inside a paragraph, heading or cell. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis' | 'strike'; readonly items: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly items: readonly Inline[] }
  | { readonly kind: 'break' }

/** What stands below another on a page. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly items: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly items: readonly Inline[] }
  | {
      readonly kind: 'list'
      readonly start: number | null
      readonly entries: readonly (readonly Block[])[]
    }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'rule' }
  | {
      readonly kind: 'table'
      readonly header: readonly (readonly Inline[])[]
      readonly rows: readonly (readonly (readonly Inline[])[])[]
    }
  /** A table of plain texts; `widths` are shares of the page. */
  | {
      readonly kind: 'grid'
      readonly header: readonly string[]
      readonly widths: readonly number[]
      readonly rows: readonly (readonly string[])[]
    }

/** A document to print, as data: none of its text is ever read as instructions. */
export interface PrintDocument {
  readonly title: string
  /** Facts about the document, below its title. */
  readonly details: readonly (readonly [label: string, value: string])[]
  readonly blocks: readonly Block[]
  /** At the foot of every page. */
  readonly footer: string
  readonly landscape: boolean
  /** Written into the file as its date, so that the same facts give the same bytes. */
  readonly created: string
}
