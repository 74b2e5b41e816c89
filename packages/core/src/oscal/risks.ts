import type { Finding } from '../assessment/row.ts'
import { rowKeyOf } from '../findings/finding-id.ts'
import type { Exception } from '../program/tailoring.ts'
import { endOfDay, startOfDay } from '../time/date.ts'
import { toolOrigin } from './assessment-platform.ts'
import { responsibleRoles } from './components.ts'
import type { Draft } from './draft.ts'
import type { JsonObject } from './json.ts'
import { inOrder } from './scope.ts'
import { notRecorded, ourNamespace, property, prose, title } from './text.ts'

/** A risk, with the rows it is about. */
export interface Risk {
  readonly uuid: string
  readonly title: string
  /** Keys of the rows; empty for a gap in the programme itself. */
  readonly rows: readonly string[]
  readonly finding: Finding | null
  readonly describe: (observations: readonly string[]) => JsonObject
}

/** Open findings, and approved exceptions in force on the day as deviations. */
export function listRisks(draft: Draft): Risk[] {
  const { scope } = draft
  const keys = new Set([...scope.rows.values()].flat().map(({ key }) => key))
  const deviations = inOrder(scope.program.exception)
    .filter(({ approved, expires }) => approved <= scope.asOf && scope.asOf <= expires)
    .map((exception) => ({ exception, rows: rowsOf(draft, exception) }))
    .filter(({ rows }) => rows.length > 0)
  return [
    ...scope.input.assessment.findings
      .map((finding) => ({ finding, rows: rowOf(finding.id, keys) }))
      .filter(({ finding, rows }) => rows.length > 0 || isAboutScope(draft, finding))
      .map(({ finding, rows }) => ({ ...describeFinding(draft, finding), rows, finding })),
    ...deviations.map(({ exception, rows }) => ({ ...describeDeviation(draft, exception), rows, finding: null })),
  ]
}

/** The row a finding is about, where it is one of `keys`. */
function rowOf(finding: string, keys: ReadonlySet<string>): string[] {
  const key = rowKeyOf(finding)
  return key !== null && keys.has(key) ? [key] : []
}

/** Whether a finding without a row belongs here: gaps in the programme always do, those of a requirement with its framework. */
function isAboutScope({ scope }: Draft, { id, kind, control }: Finding): boolean {
  if (kind === 'addressable-decision') return scope.frameworks.some((f) => id.startsWith(`${kind}:${f.id}:`))
  if (kind === 'unknown-control') return control !== null && scope.adopted.has(control)
  return kind === 'owner' || kind === 'policy-review'
}

function rowsOf({ scope }: Draft, { requirement, system, vendor }: Exception): string[] {
  return [...scope.rows.values()]
    .flat()
    .filter((row) => `${row.control}/${row.requirement}` === requirement)
    .filter((row) => (system ?? vendor) === undefined || (system ?? vendor) === (row.system ?? row.vendor))
    .map(({ key }) => key)
}

function describeFinding(draft: Draft, finding: Finding): Pick<Risk, 'uuid' | 'title' | 'describe'> {
  const { uuid, scope } = draft
  const { timeZone } = scope.organization
  const own = uuid('risk', finding.id)
  const deadline = finding.due === null ? undefined : endOfDay(finding.due, timeZone)
  return {
    uuid: own,
    title: title(finding.title),
    describe: (observations) => ({
      uuid: own,
      title: title(finding.title),
      description: prose(finding.facts.join('\n')),
      statement: `What it could lead to is ${notRecorded}.`,
      props: [property('finding', finding.id), property('kind', finding.kind), property('since', finding.since)],
      status: 'open',
      origins: [toolOrigin(draft)],
      characterizations: [
        { origin: toolOrigin(draft), facets: [{ name: 'severity', system: ourNamespace, value: finding.severity }] },
      ],
      deadline,
      remediations: [
        {
          uuid: uuid('response', finding.id),
          lifecycle: 'recommendation',
          title: 'Close the gap',
          description: `A plan for it is ${notRecorded}.`,
          tasks: [
            {
              uuid: uuid('milestone', finding.id),
              type: 'milestone',
              title: 'Closed',
              timing: deadline === undefined ? undefined : { 'on-date': { date: deadline } },
              'responsible-roles': responsibleRoles(draft, finding.owner),
              remarks: remarkOn(finding),
            },
          ],
        },
      ],
      'risk-log': {
        entries: [
          {
            uuid: uuid('risk-log', finding.id),
            title: 'Opened',
            start: startOfDay(finding.since, timeZone),
            'status-change': 'open',
          },
        ],
      },
      'related-observations': observations.map((one) => ({ 'observation-uuid': one })),
    }),
  }
}

function remarkOn({ owner, due }: Finding): string | undefined {
  const absent = [...(owner === null ? ['An owner'] : []), ...(due === null ? ['A due day'] : [])]
  return absent.length === 0 ? undefined : `${absent.join(' and ')}: ${notRecorded}.`
}

function describeDeviation(draft: Draft, exception: Exception): Pick<Risk, 'uuid' | 'title' | 'describe'> {
  const { uuid, scope } = draft
  const { timeZone } = scope.organization
  const own = uuid('risk', 'exception', exception.id)
  const name = title(`Exception from ${exception.requirement}: ${exception.id}`)
  return {
    uuid: own,
    title: name,
    describe: (observations) => ({
      uuid: own,
      title: name,
      description: prose(exception.reason),
      statement: `What it could lead to is ${notRecorded}.`,
      props: [property('exception', exception.id), property('approved-on', exception.approved)],
      status: 'deviation-approved',
      origins: [{ actors: [{ type: 'party', 'actor-uuid': draft.person(exception.requestedBy) }] }],
      'mitigating-factors': [
        { uuid: uuid('mitigation', exception.id), description: prose(exception.compensatingControl) },
      ],
      deadline: endOfDay(exception.expires, timeZone),
      'risk-log': {
        entries: [
          {
            uuid: uuid('risk-log', 'exception', exception.id),
            title: 'Deviation approved',
            start: startOfDay(exception.approved, timeZone),
            'logged-by': [{ 'party-uuid': draft.person(exception.approvedBy) }],
            'status-change': 'deviation-approved',
          },
        ],
      },
      'related-observations': observations.map((one) => ({ 'observation-uuid': one })),
    }),
  }
}
