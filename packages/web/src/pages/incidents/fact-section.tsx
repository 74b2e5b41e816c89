import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { Instant } from '../../time/day.tsx'
import { Empty } from '../../widgets/empty.tsx'
import { Section } from '../../widgets/page.tsx'
import { counted } from '../../widgets/words.ts'
import { factLine } from './act-words.ts'
import { FactDialog } from './fact-dialog.tsx'
import type { RoomProps } from './incident-page.tsx'
import classes from './incidents.module.css'

type KeptFact = RoomProps['view']['incident']['facts'][number]

/** The facts that clocks follow from, each with all its versions. */
export function FactSection({ view: { incident }, mayRecord }: RoomProps) {
  const [asks, setAsks] = useState<KeptFact | 'new' | null>(null)
  return (
    <Section title="Facts">
      {incident.facts.length === 0 ? (
        <Empty title="No fact is recorded yet.">
          Begin with the parties; then who knew what when. An unknown fact gives the earliest possible deadline.
        </Empty>
      ) : (
        <ul className={classes['facts']}>
          {incident.facts.map((kept) => (
            <OneFact key={kept.id} kept={kept} onCorrect={mayRecord ? () => setAsks(kept) : null} />
          ))}
        </ul>
      )}
      {mayRecord && (
        <Group mt="sm" data-print="hidden">
          <Button variant="default" onClick={() => setAsks('new')}>
            Record a fact
          </Button>
        </Group>
      )}
      {asks !== null && (
        <FactDialog incident={incident} kept={asks === 'new' ? null : asks} onClose={() => setAsks(null)} />
      )}
    </Section>
  )
}

function OneFact({
  kept: { id, versions },
  onCorrect,
}: {
  readonly kept: KeptFact
  readonly onCorrect: (() => void) | null
}) {
  const newest = versions.at(-1)
  if (newest === undefined) return null
  const { fact, by } = newest
  return (
    <li>
      <div className={classes['factHead']}>
        <div>
          {fact.withdrawn ? (
            <>
              <strong>Taken back.</strong> <s>{factLine(fact)}</s>
            </>
          ) : (
            factLine(fact)
          )}
          <div className="soft">
            {id}, recorded by {by}, <Instant at={fact.recorded} />
            {fact.reason !== undefined && `: ${fact.reason}`}
          </div>
        </div>
        {onCorrect !== null && fact.kind !== 'decision' && (
          <Button variant="default" size="compact-sm" onClick={onCorrect} aria-label={`Correct ${id}`}>
            Correct
          </Button>
        )}
      </div>
      {versions.length > 1 && (
        <details>
          <summary>{counted(versions.length - 1, 'earlier version')}</summary>
          <ol className={classes['versions']} reversed>
            {versions
              .slice(0, -1)
              .toReversed()
              .map((version) => (
                <li key={version.entry}>
                  {factLine(version.fact)}
                  <div className="soft">
                    {version.by}, <Instant at={version.fact.recorded} />
                  </div>
                </li>
              ))}
          </ol>
        </details>
      )}
    </li>
  )
}
