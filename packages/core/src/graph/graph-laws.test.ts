import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { GraphQuestion } from './ask.ts'
import { askGraph } from './ask.ts'
import { buildWorkloadGraph } from './build-graph.ts'
import type { WorkloadGraph } from './graph.ts'
import {
  baaGapsFromOf,
  baaGapsOf,
  fourthPartiesOf,
  impactOf,
  logStandingOf,
  phiPathsOf,
  reachOf,
  singlePointsOf,
  unencryptedOf,
  unownedOf,
  vendorTouchesOf,
} from './oracle/answers.ts'
import { chainsOf } from './oracle/chains.ts'
import { Facts } from './oracle/facts.ts'
import { day, documentsOfWorkload, workloads } from '../testing/random-workloads.ts'

/** 1,000 workloads, each asked every question, those about one node of three of them. The seed is fixed so that a failure can be looked at again. */
const runs = { numRuns: 1000, seed: 20_260_630 }

/** Only what the oracle says too, so that it need not repeat every word of an answer. */
const asked = (graph: WorkloadGraph, question: GraphQuestion, from?: string): unknown =>
  JSON.parse(JSON.stringify(askGraph(graph, question, from).answers))

function compareWith(check: (graph: WorkloadGraph, facts: Facts, some: readonly string[]) => void): void {
  fc.assert(
    fc.property(workloads, fc.nat(39), (workload, nth) => {
      const facts = new Facts(workload, day)
      const graph = buildWorkloadGraph(documentsOfWorkload(workload), day)
      expect(graph.nodes.map(({ name }) => name)).toEqual(facts.nodes)
      check(
        graph,
        facts,
        Array.from({ length: 3 }, (_, at) => facts.nodes[(nth + at) % facts.nodes.length] ?? []).flat(),
      )
    }),
    runs,
  )
}

/** The fields of each answer that the oracle has. */
const like = (expected: readonly object[]): unknown => expected.map((one) => expect.objectContaining(one))

test('where PHI goes is what writing out every path says', () => {
  compareWith((graph, facts, some) => {
    for (const from of some) expect(asked(graph, 'phi-paths', from)).toEqual(like(phiPathsOf(facts, from)))
  })
})

test('who can reach a node is what writing out every path says', () => {
  compareWith((graph, facts, some) => {
    for (const target of some) expect(asked(graph, 'reach', target)).toEqual(like(reachOf(facts, target)))
  })
})

test('what a failure does is what writing out every path says', () => {
  compareWith((graph, facts, some) => {
    for (const failed of some) expect(asked(graph, 'impact', failed)).toEqual(like(impactOf(facts, failed)))
  })
})

test('the parties without a BAA are those that writing out every path meets', () => {
  compareWith((graph, facts, some) => {
    for (const from of some) expect(asked(graph, 'baa-gaps', from)).toEqual(like(baaGapsFromOf(facts, from)))
    expect(asked(graph, 'baa-gaps')).toEqual(like(baaGapsOf(facts)))
  })
})

test('the hidden chains are those that reading every edge finds, each once, with what their links lack', () => {
  compareWith((graph, facts) => {
    const chains = askGraph(graph, 'chains').answers.map(({ kind, path, reaches, missing }) => ({
      kind,
      path: { nodes: path.nodes, edges: path.edges },
      reaches,
      missing: missing.map(({ node, lacks, known }) => `${node} ${lacks} ${known}`),
    }))
    expect(chains).toEqual(chainsOf(facts))
  })
})

test('what vendors touch is what writing out every path says', () => {
  compareWith((graph, facts) => expect(asked(graph, 'vendors')).toEqual(like(vendorTouchesOf(facts))))
})

test('single points of failure and shared fourth parties are what failing every node says', () => {
  compareWith((graph, facts) => {
    expect(asked(graph, 'single-points')).toEqual(like(singlePointsOf(facts)))
    expect(asked(graph, 'fourth-parties')).toEqual(like(fourthPartiesOf(facts)))
  })
})

test('encryption, logs and owners are what reading every document says, and what nothing says is unknown', () => {
  compareWith((graph, facts) => {
    expect(asked(graph, 'unencrypted')).toEqual(like(unencryptedOf(facts)))
    const { answers, unknown } = askGraph(graph, 'unlogged')
    const logs = logStandingOf(facts)
    const bad = logs.filter(({ state }) => ['host-only', 'leads-nowhere', 'none'].includes(state))
    expect(answers.map(({ node, state }) => `${node} ${state}`)).toEqual(bad.map((one) => `${one.node} ${one.state}`))
    expect(unknown.map(({ about }) => about)).toEqual(
      logs.flatMap(({ node, state }) => (state === 'unknown' ? [node] : [])),
    )
    const owners = askGraph(graph, 'unowned')
    const unowned = unownedOf(facts)
    const named = (isKnown: boolean): string[] => unowned.flatMap((one) => (one.isKnown === isKnown ? [one.edge] : []))
    expect(owners.answers.map(({ kind, dependency }) => `${kind}/${dependency}`).toSorted()).toEqual(
      named(true).toSorted(),
    )
    expect(owners.unknown.map(({ about }) => about).toSorted()).toEqual(named(false).toSorted())
  })
})

test('an edge from a node to itself, or to what is out of service, joins nothing and is said to be set aside', () => {
  compareWith((graph, facts) => {
    const all = [...facts.workload.flows, ...facts.workload.dependencies].filter(({ active }) => facts.covers(active))
    const joined = new Set(facts.edges.flatMap(({ flow, dependency }) => flow?.id ?? dependency?.id ?? []))
    const aside = new Set(graph.setAside.map(({ id }) => id))
    for (const { id } of all) expect(aside.has(id), id).toBe(!joined.has(id))
  })
})
