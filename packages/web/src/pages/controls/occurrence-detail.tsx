import type { Occurrence, Row } from '@evidentia/core'
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
import { useSealedResults } from './sealed-results.ts'
import classes from './control.module.css'

interface OccurrenceDetailProps {
  readonly of: Pick<Row, 'requirementTitle' | 'subjectName'>
  /** The row as it stands; null where it is owed no more, and nothing can be handed in for it. */
  readonly row: Row | null
  readonly occurrence: Occurrence
  readonly evidence: Answer<'readControl'>['evidence']
}

/** One interval opened: why it stands where it does, its evidence, its checks, and the way to hand in what is missing. */
export function OccurrenceDetail({ of, row, occurrence, evidence }: OccurrenceDetailProps) {
  const org = useOrganization()
  const openUpload = useUpload()
  const canRecord = usePermission('evidence:write')
  const { interval, status, due, reasons, checks } = occurrence
  const { from, to } = interval
  const sealed = useSealedResults(row, occurrence)
  return (
    <section
      className={classes['detail']}
      aria-label={`${formatRange(interval)} of ${of.requirementTitle}, ${of.subjectName}`}
    >
      <div className={classes['detailHead']}>
        <strong>{formatRange(interval)}</strong>
        <StatusLabel face={occurrenceStatusFaces[status]} />
        <span className="soft">
          due <Day date={due} />
        </span>
        {canRecord && row !== null && (
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
      {row !== null && <p className="soft">Expected: {row.artifact}</p>}
      <CheckResults checks={checks} sealed={sealed} />
    </section>
  )
}
