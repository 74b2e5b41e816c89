import { Link } from '@tanstack/react-router'
import { useAnswer } from '../../client/answers.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { findingStateFaces } from '../../status/finding-state.ts'
import { severityFaces } from '../../status/severity.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { Day, Instant } from '../../time/day.tsx'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { Section } from '../../widgets/page.tsx'
import { counted } from '../../widgets/words.ts'
import { nameOf } from '../systems/system-body.ts'
import { Due } from './finding-columns.tsx'
import { findingKindWords } from './finding-kinds.ts'
import type { FindingView } from './finding-page.tsx'

/** Where a finding stands: whose it is, since when, until when, what closed it or keeps it open. */
export function FindingStanding({ view }: { readonly view: FindingView }) {
  const org = useOrganization()
  const { finding, asOf, people, request } = view
  const { state, severity, kind, owner, ownerNote, since, found, recurrences, control, system, vendor, accepted } =
    finding
  return (
    <Section title="Where it stands" aside={<StatusLabel face={findingStateFaces[state]} />}>
      <Facts>
        <Fact name="Owner">
          {owner === null ? 'Nobody' : (people[owner] ?? owner)}
          {ownerNote !== null && <p className="soft">{ownerNote}</p>}
        </Fact>
        <Fact name="Severity">
          <StatusLabel face={severityFaces[severity]} />
        </Fact>
        <Fact name="Due">
          <Due finding={finding} asOf={asOf} />
        </Fact>
        <Fact name="Since">
          <Day date={since} />
          {found !== since && (
            <>
              , found <Day date={found} />
            </>
          )}
        </Fact>
        <Fact name="Kind">{findingKindWords[kind]}</Fact>
        {control !== null && (
          <Fact name="Control">
            <Link to="/o/$org/controls/$control" params={{ org, control }}>
              {view.controlTitle ?? control}
            </Link>
          </Fact>
        )}
        {system !== null && (
          <Fact name="System">
            <Link to="/o/$org/systems/$system" params={{ org, system }}>
              <NameOf kind="system" id={system} />
            </Link>
          </Fact>
        )}
        {vendor !== null && (
          <Fact name="Vendor">
            <NameOf kind="vendor" id={vendor} />
          </Fact>
        )}
        {recurrences > 0 && <Fact name="Recurrence">Closed {counted(recurrences, 'time')} before</Fact>}
        {accepted !== null && <Fact name="Accepted">{accepted.sentence}</Fact>}
        {request !== null && (
          <Fact name="Asked for">
            <p>
              To accept the risk until <Day date={request.expires} />, by {request.by}, <Instant at={request.at} />
            </p>
            <p>{request.reason}</p>
            <p>In its place: {request.compensatingControl}</p>
          </Fact>
        )}
        <Closing closing={finding.closing} />
      </Facts>
    </Section>
  )
}

/** What a system or a vendor is called now; its id where the reader may not read it, or until the answer comes. */
function NameOf({ kind, id }: { readonly kind: 'system' | 'vendor'; readonly id: string }) {
  const mayRead = usePermission('program:read')
  const versions = useAnswer('readDocument', { params: { kind, id }, query: { limit: 1 } }, { enabled: mayRead })
  const body = versions.data?.items[0]?.body
  return <>{(body === undefined ? null : nameOf(body)) ?? id}</>
}

function Closing({ closing }: { readonly closing: FindingView['finding']['closing'] }) {
  const org = useOrganization()
  if (closing === null) return null
  if (closing.type === 'document')
    return (
      <Fact name="Closed by">
        What the program says from <Day date={closing.on} />: {closing.kind} {closing.id}
      </Fact>
    )
  return (
    <Fact name="Closed by">
      {closing.type === 'attestation' && (
        <>
          {closing.by}, who verified it on <Day date={closing.on} />: {closing.note}{' '}
        </>
      )}
      <Link to="/o/$org/evidence/$evidence" params={{ org, evidence: closing.evidence }}>
        {closing.type === 'evidence' ? closing.name : closing.evidence}
      </Link>
    </Fact>
  )
}
