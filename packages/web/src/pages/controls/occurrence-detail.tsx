import type { Occurrence } from '@evidentia/core'
import { Button } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Answer } from '../../client/answers.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { occurrenceStatusFaces } from '../../status/row-status.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { Day } from '../../time/day.tsx'
import { formatRange } from '../../time/format.ts'
import { useUpload } from '../../upload/upload-context.ts'
import { targetOf } from '../../upload/upload-target.ts'
import { CheckResults } from './check-results.tsx'
import type { RowWithOccurrences } from './occurrence-choice.ts'
import classes from './control.module.css'

interface OccurrenceDetailProps {
  readonly row: RowWithOccurrences
  readonly occurrence: Occurrence
  readonly evidence: Answer<'readControl'>['evidence']
}

/** One interval opened: why it stands where it does, its evidence, its checks, and the way to hand in what is missing. */
export function OccurrenceDetail({ row, occurrence, evidence }: OccurrenceDetailProps) {
  const org = useOrganization()
  const openUpload = useUpload()
  const canRecord = usePermission('evidence:write')
  const { interval, status, due, reasons, checks } = occurrence
  const { from, to } = interval
  return (
    <section
      className={classes['detail']}
      aria-label={`${formatRange(interval)} of ${row.requirementTitle}, ${row.subjectName}`}
    >
      <div className={classes['detailHead']}>
        <strong>{formatRange(interval)}</strong>
        <StatusLabel face={occurrenceStatusFaces[status]} />
        <span className="soft">
          due <Day date={due} />
        </span>
        {canRecord && (
          <Button
            ml="auto"
            variant={status === 'missing' || status === 'due' ? 'filled' : 'default'}
            leftSection={<IconUpload size={15} aria-hidden />}
            onClick={() => openUpload({ targets: [targetOf(row)], effective: { from, to } })}
          >
            Upload evidence for this interval
          </Button>
        )}
      </div>
      {reasons.map((reason) => (
        <p key={reason}>{reason}</p>
      ))}
      {occurrence.evidence.length > 0 && (
        <p>
          Evidence:{' '}
          {occurrence.evidence.map((id, index) => (
            <span key={id}>
              {index > 0 && ', '}
              <Link to="/o/$org/evidence/$evidence" params={{ org, evidence: id }}>
                {evidence.find((item) => item.id === id)?.name ?? id}
              </Link>
            </span>
          ))}
        </p>
      )}
      <p className="soft">Expected: {row.artifact}</p>
      <CheckResults checks={checks} />
    </section>
  )
}
