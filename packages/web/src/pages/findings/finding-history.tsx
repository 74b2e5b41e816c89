import type { HistoryEvent } from '@evidentia/core'
import {
  IconAlertTriangle,
  IconCheck,
  IconCircleCheck,
  IconCircleDot,
  IconEyeCheck,
  IconFileCheck,
  IconFileX,
  IconFlag,
  IconFlagOff,
  IconHelpHexagon,
  IconMessage,
  IconPlayerPlay,
  IconRotateClockwise2,
  IconSpeakerphone,
  IconTransform,
  IconUserMinus,
  IconUserPlus,
  type TablerIcon,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useOrganization } from '../../client/organization.ts'
import { Day, Instant } from '../../time/day.tsx'
import { Section } from '../../widgets/page.tsx'
import type { FindingView } from './finding-page.tsx'
import { ReceiptButton } from './sealed-note.tsx'
import classes from './findings.module.css'

const icons: { readonly [T in HistoryEvent['type']]: TablerIcon } = {
  found: IconCircleDot,
  'found-again': IconRotateClockwise2,
  changed: IconTransform,
  evidence: IconFileCheck,
  'evidence-rejected': IconFileX,
  excepted: IconFlag,
  'exception-ended': IconFlagOff,
  'owner-gone': IconUserMinus,
  'acceptance-expired': IconFlagOff,
  unproved: IconHelpHexagon,
  closed: IconCircleCheck,
  raised: IconSpeakerphone,
  assigned: IconUserPlus,
  started: IconPlayerPlay,
  ready: IconCheck,
  verified: IconEyeCheck,
  commented: IconMessage,
  'acceptance-requested': IconAlertTriangle,
  'risk-accepted': IconFlag,
}

/** Everything that happened to a finding, the newest first; what people did with where it is sealed. */
export function FindingHistory({ view: { history } }: { readonly view: FindingView }) {
  return (
    <Section title="History">
      <ol className={classes['history']} reversed>
        {history.toReversed().map((event) => (
          <li key={keyOf(event)} className={classes['event']}>
            <Event event={event} />
          </li>
        ))}
      </ol>
    </Section>
  )
}

function Event({ event }: { readonly event: HistoryEvent }) {
  const org = useOrganization()
  const { day, type, sentence, note, sealed, evidence } = event
  const Icon = icons[type]
  return (
    <>
      <Day date={day} />
      <Icon size={16} stroke={1.9} aria-hidden />
      <div>
        <p>
          {sentence}
          {evidence !== null && (
            <>
              {' '}
              <Link to="/o/$org/evidence/$evidence" params={{ org, evidence }}>
                Evidence
              </Link>
            </>
          )}
        </p>
        {note !== null && <p className={classes['note']}>{note}</p>}
        {sealed !== null && (
          <div className={classes['seal']}>
            <span>
              Entry {sealed.entry}, <Instant at={sealed.at} />
            </span>
            <ReceiptButton entry={sealed.entry} />
          </div>
        )}
      </div>
    </>
  )
}

function keyOf({ sealed, day, type, evidence }: HistoryEvent): string {
  return sealed === null ? `${day} ${type} ${evidence ?? ''}` : String(sealed.entry)
}
