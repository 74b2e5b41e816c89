import type { Clock } from '@evidentia/core'
import { StatusLabel } from '../../status/status-label.tsx'
import { formatDate } from '../../time/format.ts'
import { Empty } from '../../widgets/empty.tsx'
import { Section } from '../../widgets/page.tsx'
import { counted } from '../../widgets/words.ts'
import { clockFaces, remainingWords, sortClocks } from './incident-words.ts'
import { useMinute } from './use-minute.ts'
import classes from './incidents.module.css'

interface ClockSectionProps {
  readonly clocks: readonly Clock[]
  /** The instant they were read at; null where it is now, so that they count down. */
  readonly asOf: string | null
}

/** Every clock: what is owed first. Those by which nothing is owed are folded away, not left out. */
export function ClockSection({ clocks, asOf }: ClockSectionProps) {
  const now = useMinute()
  const at = asOf === null ? now : Date.parse(asOf)
  const sorted = sortClocks(clocks)
  const owed = sorted.filter(({ state }) => state !== 'not-applicable')
  const none = sorted.filter(({ state }) => state === 'not-applicable')
  return (
    <Section title="Clocks">
      {clocks.length === 0 ? (
        <Empty title="No clock runs yet.">
          Record the parties under Facts: who is a covered entity, who a business associate, and what they agreed.
        </Empty>
      ) : (
        // It counts down by itself and is not read out each minute.
        <div aria-live="off">
          <ul className={classes['clocks']}>
            {owed.map((clock) => (
              <OneClock key={clock.clock} clock={clock} at={at} />
            ))}
          </ul>
          {none.length > 0 && (
            <details>
              <summary>{counted(none.length, 'rule')} by which nothing is owed</summary>
              <ul className={classes['clocks']}>
                {none.map((clock) => (
                  <OneClock key={clock.clock} clock={clock} at={at} />
                ))}
              </ul>
            </details>
          )}
        </div>
      )}
    </Section>
  )
}

function OneClock({ clock, at }: { readonly clock: Clock; readonly at: number }) {
  const { state, rule, citation, due, dueDay, timeZone, starts, stops, stopped, basis, missing, passed } = clock
  return (
    <li className={classes['clock']} data-clock={clock.clock}>
      <div className={classes['clockHead']}>
        <StatusLabel face={clockFaces[state]} />
        <strong>{remainingWords(clock, at)}</strong>
        {passed && state !== 'late' && <span>The earliest possible deadline has passed.</span>}
      </div>
      <p>
        {rule} <span className="soft">{citation}</span>
      </p>
      {due !== null && dueDay !== null && (
        <p>
          Due <time dateTime={due}>{inZone(due, timeZone)}</time> ({timeZone}, on {formatDate(dueDay)}).
          {starts !== null && (
            <>
              {' '}
              Counted from <time dateTime={starts}>{inZone(starts, timeZone)}</time>.
            </>
          )}
        </p>
      )}
      <p>
        Stopped by: {stops}
        {stopped !== null && (
          <>
            {' '}
            Done <time dateTime={stopped}>{inZone(stopped, timeZone)}</time>.
          </>
        )}
      </p>
      {missing.length > 0 && <p>Not recorded: {missing.join('; ')}.</p>}
      {basis.length > 0 && <p className="soft">Follows from {basis.join(', ')}</p>}
    </li>
  )
}

/** An instant as a clock on the wall of the party shows it. */
function inZone(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(instant))
}
