/**
 * How a document looks, as a Typst program that never changes: the document itself comes as JSON beside it. Text in the JSON is
 * inserted as strings, which Typst does not parse, so whatever a policy says it stays text.
 */
export const layout = `
#let doc = json(bytes(sys.inputs.document))

#set document(title: doc.title)
#set text(lang: "en", size: if doc.landscape { 6.5pt } else { 10.5pt })
#set page(
  paper: "us-letter",
  flipped: doc.landscape,
  margin: if doc.landscape { (x: 0.6in, y: 0.7in) } else { 1in },
  footer: context [
    #set text(size: 8pt)
    #doc.footer #h(1fr) #counter(page).display("1 / 1", both: true)
  ],
)
#set par(justify: false, leading: 0.65em)
#set table(stroke: 0.5pt + luma(150), inset: if doc.landscape { 3pt } else { 5pt })
#show heading: set block(above: 1.2em, below: 0.7em)
#show table.cell: set par(justify: false)
#show link: underline

// A name too long for its column breaks behind a mark within it rather than running into the next column.
#let cell-of(words) = if words.split(regex("\\s")).any(word => word.len() > 9) {
  show regex("[-_/:=@]"): mark => mark + h(0pt)
  show ")(": ")" + h(0pt) + "("
  words
} else { words }

#let inline(items) = {
  for item in items {
    if item.kind == "text" { item.text }
    else if item.kind == "code" { raw(item.text) }
    else if item.kind == "strong" { strong(inline(item.items)) }
    else if item.kind == "emphasis" { emph(inline(item.items)) }
    else if item.kind == "strike" { strike(inline(item.items)) }
    else if item.kind == "link" { link(item.href, inline(item.items)) }
    else if item.kind == "break" { linebreak() }
  }
  []
}

#let blocks(list) = {
  for item in list {
    if item.kind == "heading" { heading(level: item.level, inline(item.items)) }
    else if item.kind == "paragraph" { par(inline(item.items)) }
    else if item.kind == "quote" { quote(block: true, blocks(item.blocks)) }
    else if item.kind == "code" { raw(item.text, block: true) }
    else if item.kind == "rule" { line(length: 100%, stroke: 0.5pt + luma(150)) }
    else if item.kind == "list" and item.start == none {
      std.list(..item.entries.map(blocks))
    }
    else if item.kind == "list" {
      std.enum(start: item.start, ..item.entries.map(blocks))
    }
    else if item.kind == "table" {
      table(
        columns: item.header.len(),
        table.header(..item.header.map(cell => strong(inline(cell)))),
        ..item.rows.map(row => row.map(inline)).flatten(),
      )
    }
    else if item.kind == "grid" {
      table(
        columns: item.widths.map(width => width * 1fr),
        table.header(..item.header.map(cell => strong(cell))),
        ..item.rows.map(row => row.map(cell => [#cell-of(cell)])).flatten(),
      )
    }
  }
  []
}

#heading(level: 1, doc.title)
#if doc.details.len() > 0 {
  set par(leading: 0.5em)
  for (label, value) in doc.details [#strong(label + ":") #value #linebreak()]
}
#blocks(doc.blocks)
`
