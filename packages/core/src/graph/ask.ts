import { EvidentiaError } from '../errors.ts'
import type { BaaGap } from './baa-gaps.ts'
import { baaGaps, baaGapsFrom } from './baa-gaps.ts'
import type { HiddenChain } from './chains/chain.ts'
import { findChains } from './chains/find-chains.ts'
import { unknownSubservice } from './chains/subservice-organization.ts'
import type { SharedFourthParty } from './fourth-parties.ts'
import { sharedFourthParties } from './fourth-parties.ts'
import type { WorkloadGraph } from './graph.ts'
import type { Affected } from './impact.ts'
import { impact, unknownImpact } from './impact.ts'
import type { PhiDestination } from './phi-paths.ts'
import { phiPaths } from './phi-paths.ts'
import type { Reacher } from './reach.ts'
import { reach, unknownAccess } from './reach.ts'
import type { SinglePoint } from './single-points.ts'
import { singlePoints } from './single-points.ts'
import type { UnencryptedFlow } from './unencrypted.ts'
import { unencrypted } from './unencrypted.ts'
import type { UnknownFact } from './unknown-fact.ts'
import type { Unlogged } from './unlogged.ts'
import { unlogged } from './unlogged.ts'
import type { UnownedDependency } from './unowned.ts'
import { unowned } from './unowned.ts'
import type { VendorTouch } from './vendor-touches.ts'
import { vendorTouches } from './vendor-touches.ts'

/** What each question answers with. */
export interface AnswersByQuestion {
  readonly 'phi-paths': PhiDestination
  readonly reach: Reacher
  readonly impact: Affected
  readonly 'baa-gaps': BaaGap
  readonly chains: HiddenChain
  readonly vendors: VendorTouch
  readonly 'single-points': SinglePoint
  readonly 'fourth-parties': SharedFourthParty
  readonly unencrypted: UnencryptedFlow
  readonly unlogged: Unlogged
  readonly unowned: UnownedDependency
}

export type GraphQuestion = keyof AnswersByQuestion

interface Answered<Q extends GraphQuestion> {
  readonly answers: readonly AnswersByQuestion[Q][]
  readonly unknown: readonly UnknownFact[]
}

interface Asking<Q extends GraphQuestion> {
  /** The question in words, of the node called `it`. */
  readonly words: string
  /** Whether it is asked of one system or vendor. */
  readonly from: 'required' | 'optional' | 'never'
  answer(graph: WorkloadGraph, from: number | undefined): Answered<Q>
}

/** Every question that can be asked of a workload graph: the one table from which the command line and the pages derive. */
export const graphQuestions: { readonly [Q in GraphQuestion]: Asking<Q> } = {
  'phi-paths': {
    words: 'Where PHI goes from it',
    from: 'required',
    answer: (graph, from) => known(from === undefined ? [] : phiPaths(graph, from)),
  },
  reach: {
    words: 'Who can reach it, and through what',
    from: 'required',
    answer: (graph, from) =>
      from === undefined ? known([]) : { answers: reach(graph, from), unknown: unknownAccess(graph, from) },
  },
  impact: {
    words: 'What stops, or loses something, if it fails',
    from: 'required',
    answer: (graph, from) => {
      if (from === undefined) return known([])
      const answers = impact(graph, from)
      return { answers, unknown: unknownImpact(graph, from, answers) }
    },
  },
  'baa-gaps': {
    words: 'Which parties PHI comes to without a business associate agreement in force',
    from: 'optional',
    answer: (graph, from) => known(from === undefined ? baaGaps(graph) : baaGapsFrom(graph, from)),
  },
  chains: {
    words: 'Which dependencies are hidden behind others',
    from: 'optional',
    answer: (graph, from) => ({ answers: findChains(graph, from), unknown: unknownSubservice(graph) }),
  },
  vendors: {
    words: 'Which parties touch PHI, logs, backups and production, directly and through others',
    from: 'never',
    answer: vendorTouches,
  },
  'single-points': {
    words: 'Whose failure alone stops critical systems, or locks people out of them',
    from: 'never',
    answer: singlePoints,
  },
  'fourth-parties': {
    words: 'Which parties several of our vendors rest on',
    from: 'never',
    answer: (graph) => ({ answers: sharedFourthParties(graph), unknown: unknownSubservice(graph) }),
  },
  unencrypted: {
    words: 'Which PHI flows are not encrypted',
    from: 'never',
    answer: (graph) => known(unencrypted(graph)),
  },
  unlogged: { words: 'Which systems no log source covers', from: 'never', answer: unlogged },
  unowned: { words: 'Which required dependencies nobody answers for', from: 'never', answer: unowned },
}

/**
 * Asks `question` of the graph, of the system or vendor called `from` where it is about one. Throws EvidentiaError `not-found` where the
 * workload of that day has no such node, and `invalid-input` where `from` is missing or not wanted.
 */
export function askGraph<Q extends GraphQuestion>(graph: WorkloadGraph, question: Q, from?: string) {
  const asking: Asking<Q> = graphQuestions[question]
  if (from === undefined && asking.from === 'required') {
    throw new EvidentiaError('invalid-input', `The question "${question}" is about one system or vendor.`, {
      remedy: 'Name it.',
    })
  }
  if (from !== undefined && asking.from === 'never') {
    throw new EvidentiaError('invalid-input', `The question "${question}" is about the whole workload.`, {
      remedy: 'Ask it without naming a system.',
    })
  }
  const node = from === undefined ? undefined : findNode(graph, from)
  const { answers, unknown } = asking.answer(graph, node)
  return { question, asOf: graph.day, from: from ?? null, answers, unknown, setAside: graph.setAside }
}

function findNode({ indexOf, day, program }: WorkloadGraph, name: string): number {
  const node = indexOf.get(name)
  if (node !== undefined) return node
  const known = program.system.has(name)
  throw new EvidentiaError(
    'not-found',
    known
      ? `System "${name}" is not in service on ${day}.`
      : `The workload of ${day} has no system or vendor "${name}".`,
    {
      place: { field: 'from' },
      remedy: known ? 'Ask about a day on which it is.' : 'Use the id under which the program records it.',
    },
  )
}

function known<T>(answers: readonly T[]): { answers: readonly T[]; unknown: readonly UnknownFact[] } {
  return { answers, unknown: [] }
}
