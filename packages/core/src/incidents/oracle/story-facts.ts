import type { IncidentFact } from '../incident-fact.ts'
import type { Story } from './expect-clocks.ts'

/** The facts of a story, each recorded when it happened. Only its types are the implementation's. */
export function tellFacts(story: Story): IncidentFact[] {
  const text = (ms: number) => new Date(ms).toISOString()
  const kept = (id: string, ms: number) => ({ id, version: 1, recorded: text(ms), withdrawn: false })
  const roles = [
    ['sub', 'business-associate'],
    ['associate', 'business-associate'],
    ['entity', 'covered-entity'],
  ] as const
  const facts: IncidentFact[] = roles.map(([party, role]) => ({
    ...kept(party, 0),
    kind: 'party',
    party,
    role,
    timeZone: story.zone,
  }))
  const relation = (isAgent: boolean) => (isAgent ? 'agent' : 'independent-contractor')
  const [low, high] = story.term
  facts.push(
    {
      ...kept('low', 0),
      kind: 'agreement',
      from: 'sub',
      to: 'associate',
      relation: relation(story.agent[0]),
      term: low,
      source: 'Agreement',
    },
    {
      ...kept('high', 0),
      kind: 'agreement',
      from: 'associate',
      to: 'entity',
      relation: relation(story.agent[1]),
      term: high,
      source: 'Agreement',
    },
    { ...kept('occurred', story.happened), kind: 'occurred', at: text(story.happened) },
  )
  for (const [index, at] of story.knew.entries()) {
    const party = roles[index]?.[0]
    if (at === null || party === undefined) continue
    facts.push({ ...kept(`knew-${party}`, at), kind: 'knowledge', party, at: text(at), who: 'workforce', how: 'known' })
  }
  const notice = (
    id: string,
    at: number | null,
    rest: Pick<IncidentFact & { kind: 'notice' }, 'party' | 'to' | 'recipient' | 'jurisdiction'>,
  ) => {
    if (at !== null) facts.push({ ...kept(id, at), kind: 'notice', at: text(at), complete: true, ...rest })
  }
  notice('told-low', story.told[0], { party: 'sub', to: 'upstream', recipient: 'associate' })
  notice('told-high', story.told[1], { party: 'associate', to: 'upstream', recipient: 'entity' })
  notice('letters', story.letters, { party: 'entity', to: 'individuals' })
  notice('portal', story.portal, { party: 'entity', to: 'hhs' })
  notice('press', story.press, { party: 'entity', to: 'media', jurisdiction: 'US-TX' })
  for (const [index, { at, inState, all, final }] of story.counts.entries()) {
    // A later count is a correction: the next version, with its reason.
    const version = { version: index + 1, ...(index === 0 ? {} : { reason: 'Counted again.' }) }
    facts.push(
      {
        ...kept('state', at),
        ...version,
        kind: 'affected',
        party: 'entity',
        jurisdiction: 'US-TX',
        count: inState,
        final,
      },
      { ...kept('all', at), ...version, kind: 'affected', party: 'entity', count: all, final },
    )
  }
  if (story.statement !== null) {
    const { at, untilDay } = story.statement
    const said = { ...kept('statement', at), party: 'entity', at: text(at), official: 'Special Agent Rowan Pell' }
    facts.push(
      untilDay === null
        ? { ...said, kind: 'oral-delay' }
        : { ...said, kind: 'written-delay', until: text(untilDay * 86_400_000).slice(0, 10) },
    )
  }
  return facts
}
