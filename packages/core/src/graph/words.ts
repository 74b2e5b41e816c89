import type { AnswersByQuestion, GraphQuestion } from './ask.ts'
import type { Effect } from './impact.ts'
import type { Path } from './path.ts'

/** A path on one line, each step with the edge that joins it in the edge's own direction: `a -[flow x]-> b <-[hosted-by y]- c`. */
function sayPath({ nodes, edges }: Path): string {
  const steps = edges.map(({ id, kind, along }, at) => {
    const [tail, head] = along ? ['-', '->'] : ['<-', '-']
    return ` ${tail}[${kind} ${id}]${head} ${nodes[at + 1] ?? ''}`
  })
  return [nodes[0] ?? '', ...steps].join('')
}

type Say<Q extends GraphQuestion> = (answer: AnswersByQuestion[Q]) => readonly string[]

/** Each answer for a person: a line that says it, then its proof. */
export function sayAnswer<Q extends GraphQuestion>(question: Q, answer: AnswersByQuestion[Q]): readonly string[] {
  const say: Say<Q> = words[question]
  return say(answer)
}

const words: { readonly [Q in GraphQuestion]: Say<Q> } = {
  'phi-paths': ({ node, path }) => [`PHI goes to ${node}`, sayPath(path)],
  reach: ({ node, path }) => [`${node} can reach it`, sayPath(path)],
  impact: ({ node, effect, path, impact }) => [
    `${node} ${effectWords[effect]}`,
    sayPath(path),
    ...impact.flatMap(({ node: failing, clinical, revenue }) => [
      ...(clinical === null ? [] : [`${failing}, clinical: ${clinical}`]),
      ...(revenue === null ? [] : [`${failing}, revenue: ${revenue}`]),
    ]),
  ],
  'baa-gaps': ({ party, baa, path }) => [
    baa.state === 'none-recorded'
      ? `PHI comes to ${party}, and the program records no business associate agreement with it`
      : `PHI comes to ${party}, and no business associate agreement with it is in force (${baa.agreements.map(({ id, reason }) => `${id}: ${reason}`).join('; ')})`,
    sayPath(path),
  ],
  chains: ({ kind, path, reaches, missing }) => [
    kind,
    sayPath(path),
    ...(reaches.length === 0 ? [] : [`opens the way to ${reaches.join(', ')}`]),
    ...missing.map(({ because, known }) => `${known ? 'missing' : 'unknown'}: ${because}`),
  ],
  vendors: ({ party, touches, how, declared, path }) => [
    `${party} touches ${touches} ${how.replace('-', ' ')}${declared === false ? ', and its record does not say so' : ''}`,
    sayPath(path),
  ],
  'single-points': ({ node, fails }) => [
    `${node} alone`,
    ...fails.map((one) => `${one.node} ${effectWords[one.effect]}: ${sayPath(one.path)}`),
  ],
  'fourth-parties': ({ party, vendors }) => [
    `${party} stands behind ${vendors.map(({ vendor }) => vendor).join(', ')}`,
    ...vendors.map(({ path }) => sayPath(path)),
  ],
  unencrypted: ({ flow, protocol, path }) => [
    `${flow} carries PHI over ${protocol ?? 'a protocol nobody recorded'} without encryption`,
    sayPath(path),
  ],
  unlogged: ({ node, because, path }) => [`${node} ${because}`, ...(path === null ? [] : [sayPath(path)])],
  unowned: ({ because, path }) => [because, sayPath(path)],
}

const effectWords: Readonly<Record<Effect, string>> = {
  stops: 'stops',
  'no-sign-in': 'lets nobody sign in',
  'loses-service': 'loses the service it is given',
  'loses-redundancy': 'loses one of its hosts',
  'loses-supplier': 'loses whoever supplies it',
  'loses-data': 'loses a flow of data',
  'loses-administration': 'cannot be administered, or administer',
  'loses-logs': 'has nowhere to send its logs',
  'loses-backups': 'is not backed up',
  'loses-monitoring': 'is not watched',
}
