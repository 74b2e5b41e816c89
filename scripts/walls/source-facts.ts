import { type Node, parseSync, Visitor } from 'oxc-parser'

export interface ImportFact {
  /** Undefined when it is not a literal. */
  readonly specifier: string | undefined
  /** True when nothing of it is left after type stripping. */
  readonly typeOnly: boolean
  /** `import './x.ts'`: for its effects only. */
  readonly bare: boolean
  readonly line: number
}

export interface Sighting {
  readonly what: string
  readonly line: number
}

/** What the law asks about one source file. */
export interface SourceFacts {
  readonly imports: readonly ImportFact[]
  readonly environmentReads: readonly Sighting[]
  readonly networkCalls: readonly Sighting[]
  readonly globImports: readonly Sighting[]
  readonly silenced: readonly Sighting[]
}

const networkGlobals = new Set(['fetch', 'WebSocket', 'XMLHttpRequest', 'EventSource'])
const silencers = /^\W*((?:oxlint|eslint)-disable\S*|@ts-(?:ignore|nocheck|expect-error))/

/** Parses one file and lists its facts. Throws a sentence naming file and line when it does not parse. */
export function readSourceFacts(path: string, text: string): SourceFacts {
  const parsed = parseSync(path, text, { preserveParens: false })
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length
  const [failure] = parsed.errors
  if (failure) {
    throw new Error(`${path}:${lineOf(failure.labels[0]?.start ?? 0)} does not parse: ${failure.message}`)
  }

  const imports: ImportFact[] = []
  const environmentReads: Sighting[] = []
  const networkCalls: Sighting[] = []
  const globImports: Sighting[] = []
  const silenced: Sighting[] = []
  const note = (list: Sighting[], node: { start: number }, what: string) =>
    list.push({ what, line: lineOf(node.start) })
  const noteImport = (node: { start: number }, source: Node | null | undefined, typeOnly: boolean, bare = false) =>
    imports.push({ specifier: literal(source), typeOnly, bare, line: lineOf(node.start) })

  for (const comment of parsed.comments) {
    const found = silencers.exec(comment.value)?.[1]
    if (found) note(silenced, comment, found)
  }
  new Visitor({
    ImportDeclaration(node) {
      const named = node.specifiers
      const typeOnly =
        node.importKind === 'type' ||
        (named.length > 0 && named.every((one) => one.type === 'ImportSpecifier' && one.importKind === 'type'))
      noteImport(node, node.source, typeOnly, named.length === 0)
      const takesEnvironment = named.some((one) => one.type === 'ImportSpecifier' && nameOf(one.imported) === 'env')
      if (node.source.value.endsWith('process') && takesEnvironment) note(environmentReads, node, 'node:process env')
    },
    ExportNamedDeclaration(node) {
      if (node.source) noteImport(node, node.source, node.exportKind === 'type')
    },
    ExportAllDeclaration(node) {
      noteImport(node, node.source, node.exportKind === 'type')
    },
    ImportExpression(node) {
      noteImport(node, node.source, false)
    },
    TSImportType(node) {
      noteImport(node, node.source, true)
    },
    CallExpression(node) {
      if (nameOf(node.callee) === 'require') noteImport(node, node.arguments[0], false)
      const callee = globalName(node.callee)
      if (callee && networkGlobals.has(callee)) note(networkCalls, node, callee)
    },
    NewExpression(node) {
      const callee = globalName(node.callee)
      if (callee && networkGlobals.has(callee)) note(networkCalls, node, callee)
    },
    MemberExpression(node) {
      const property = node.computed ? literal(node.property) : nameOf(node.property)
      if (node.object.type === 'MetaProperty' && property?.startsWith('glob')) {
        note(globImports, node, `import.meta.${property}`)
      }
      if (globalName(node.object) === 'process' && property === 'env') note(environmentReads, node, 'process.env')
    },
    VariableDeclarator(node) {
      if (node.id.type !== 'ObjectPattern' || !node.init || globalName(node.init) !== 'process') return
      const takesEnvironment = node.id.properties.some((one) => one.type === 'Property' && nameOf(one.key) === 'env')
      if (takesEnvironment) note(environmentReads, node, 'process.env')
    },
    TSAsExpression(node) {
      const inner = node.expression
      if (inner.type === 'TSAsExpression' && inner.typeAnnotation.type === 'TSUnknownKeyword') {
        note(silenced, node, 'as unknown as')
      }
    },
  }).visit(parsed.program)
  return { imports, environmentReads, networkCalls, globImports, silenced }
}

/** `fetch` for both `fetch` and `globalThis.fetch`. */
function globalName(node: Node): string | undefined {
  if (node.type !== 'MemberExpression') return nameOf(node)
  return nameOf(node.object) === 'globalThis' && !node.computed ? nameOf(node.property) : undefined
}

function nameOf(node: Node): string | undefined {
  return node.type === 'Identifier' ? node.name : undefined
}

function literal(node: Node | null | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined
  return undefined
}
