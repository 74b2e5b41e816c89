import type { GraphQuestion } from '@evidentia/core'
import { askGraph, buildWorkloadGraph, graphQuestions } from '@evidentia/core'
import { type Figure, time } from './measure.ts'
import { makeWorkload } from './graph/make-workload.ts'
import { type PlainTree, searchPlainly, writePath } from './graph/plain-search.ts'

const SYSTEMS = 5000
const VENDORS = 250
const EDGES = 20_000
/** Nodes that a question about one node is asked of in each run; as often are those asked that take no longer than one search. */
const ASKED = 200
const day = '2026-06-30'

type Graph = ReturnType<typeof buildWorkloadGraph>
type Direction = 'out' | 'in' | 'touching'

/** What a plain search is started from to do the least that could answer the question, and along which rows it goes. */
const references: Readonly<Record<GraphQuestion, { of: 'asked' | 'systems' | 'vendors' | 'once'; along: Direction }>> =
  {
    'phi-paths': { of: 'asked', along: 'out' },
    reach: { of: 'asked', along: 'touching' },
    impact: { of: 'asked', along: 'touching' },
    'baa-gaps': { of: 'vendors', along: 'in' },
    chains: { of: 'systems', along: 'out' },
    vendors: { of: 'vendors', along: 'touching' },
    'single-points': { of: 'systems', along: 'touching' },
    'fourth-parties': { of: 'vendors', along: 'in' },
    unencrypted: { of: 'once', along: 'touching' },
    unlogged: { of: 'once', along: 'touching' },
    unowned: { of: 'once', along: 'touching' },
  }

/** Every question, against plain breadth-first searches over the arrays it is answered from. */
export function graphFigures(): Promise<readonly Figure[]> {
  const graph = buildWorkloadGraph(makeWorkload(SYSTEMS, VENDORS, EDGES), day)
  console.error(`${graph.nodes.length} nodes, ${graph.edges.length} edges`)
  const asked = spread(namesOf(graph, 'system'), ASKED)
  const figures = names(graphQuestions).map((question): Figure => {
    const { of, along } = references[question]
    const isAsked = graphQuestions[question].from === 'required'
    const starts = startsOf(graph, of === 'once' ? 'asked' : of, asked)
    const times = of === 'once' ? Array<undefined>(ASKED).fill(undefined) : [undefined]
    return {
      name: isAsked ? `${question} of ${ASKED} systems` : of === 'once' ? `${question}, ${ASKED} times` : question,
      reference: `${starts.length} plain searches`,
      goal: 3,
      runOurs: () => time(() => answerAll(graph, question, isAsked ? asked : times)),
      runReference: () => time(() => starts.forEach((start) => void searchPlainly(graph[along], start))),
    }
  })
  return Promise.resolve([...figures, writtenOut(graph, asked)])
}

/** Paths are read out of a search when somebody looks; here somebody looks at all of them. */
function writtenOut(graph: Graph, asked: readonly string[]): Figure {
  const starts = startsOf(graph, 'asked', asked)
  const few = 20
  return {
    name: `phi-paths of ${few} systems with every path written out`,
    reference: `${few} plain searches with every path written out`,
    goal: 3,
    runOurs: () =>
      time(() => {
        for (const from of asked.slice(0, few))
          for (const { path } of askGraph(graph, 'phi-paths', from).answers) keep(path.nodes, path.edges)
      }),
    runReference: () =>
      time(() => {
        for (const start of starts.slice(0, few)) {
          const tree: PlainTree = searchPlainly(graph.out, start)
          for (const node of tree.found) {
            const { nodes, edges } = writePath(tree, node)
            keep(
              nodes.map((one) => graph.nodes[one]?.name),
              edges.map((one) => ({ id: graph.edges[one]?.id, kind: graph.edges[one]?.kind })),
            )
          }
        }
      }),
  }
}

/** What is made is looked at, so that nothing can be left out as unused. */
function keep(...made: readonly (readonly unknown[])[]): void {
  if (made.some((one) => one.length > SYSTEMS + VENDORS)) throw new Error('A path is longer than the graph.')
}

function answerAll(graph: Graph, question: GraphQuestion, asked: readonly (string | undefined)[]): void {
  for (const from of asked) keep(askGraph(graph, question, from).answers.slice(0, 1))
}

function startsOf(graph: Graph, of: 'asked' | 'systems' | 'vendors', asked: readonly string[]): number[] {
  const wanted = of === 'asked' ? asked : namesOf(graph, of === 'systems' ? 'system' : 'vendor')
  return wanted.map((name) => graph.indexOf.get(name) ?? 0)
}

function namesOf({ nodes }: Graph, kind: 'system' | 'vendor'): string[] {
  return nodes.flatMap((node) => (node.kind === kind ? [node.name] : []))
}

function spread(all: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_, at) => all[Math.floor((at * all.length) / count)] ?? '')
}

function names<K extends string>(record: Readonly<Record<K, unknown>>): K[] {
  const found: K[] = []
  for (const key in record) found.push(key)
  return found
}
