import type { Catalog } from '../catalog/catalog.ts'
import { parseCatalog } from '../catalog/catalog.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { EvidenceEvent, EvidenceEventBody, EvidenceEventKind } from '../evidence/lifecycle.ts'
import type { DocumentBody, DocumentKind, ProgramDocument } from '../program/document.ts'

/** A small workload for tests: two databases, one vendor, two people, two controls. */
export const catalog: Catalog = parseCatalog({
  frameworks: [
    {
      path: 'frameworks/one.yaml',
      value: {
        id: 'one',
        family: 'one',
        title: 'Framework One',
        shortTitle: 'One',
        edition: '1',
        status: 'in-force',
        source: { title: 'Test', checked: '2026-01-01' },
        licence: 'Apache-2.0',
        counting: '1 criterion',
        requirements: [
          {
            id: 'R1',
            title: 'Restores work',
            kind: 'criterion',
            controls: [
              {
                control: 'restore-test',
                relationship: 'intersects',
                confidence: 'medium',
                rationale: 'Restores are tried before they are needed.',
              },
            ],
          },
        ],
      },
    },
  ],
  controls: [
    control('restore-test', 'restore-drill', 'monthly', { subject: 'system', kind: ['database'] }),
    control('governance', 'minutes', 'quarterly', { subject: 'organization' }),
  ].map((value) => ({ path: `controls/${value.id}.yaml`, value })),
})

/** The same catalog, with `check` asked of every restore drill. */
export function catalogWithCheck(check: string): Catalog {
  const controls = [...catalog.controls.values()].map((c) =>
    c.id === 'restore-test' ? { ...c, evidence: c.evidence.map((e) => ({ ...e, checks: [check] })) } : c,
  )
  return {
    ...catalog,
    controls: new Map(controls.map((c) => [c.id, c])),
    versions: new Map(controls.map((c) => [`${c.id}@${c.version}`, c])),
  }
}

/** What a check over the programme declares when it declares nothing in particular. */
export const plainCheck = {
  version: 1,
  population: [],
  joins: [],
  shrinkage: 'silence',
  parameters: {},
} as const

export const organization: DocumentBody<'organization'> = {
  id: 'acme',
  name: 'Acme',
  timeZone: 'America/Chicago',
  observationPeriod: { from: '2026-01-01', to: '2026-12-31' },
  frameworks: ['one'],
  roles: { lead: { owner: 'ada', backup: 'bob' } },
}

export function documentsOf(...more: readonly ProgramDocument[]): ProgramDocument[] {
  return [
    document('organization', organization),
    document('person', { id: 'ada', name: 'Ada', email: 'ada@acme.example' }),
    document('person', { id: 'bob', name: 'Bob', email: 'bob@acme.example' }),
    document('system', database('db-one')),
    document('control', { id: 'restore-test', version: 1, adopted: '2026-01-01' }),
    document('control', { id: 'governance', version: 1, adopted: '2026-01-01' }),
    ...more,
  ]
}

export function document<K extends DocumentKind>(
  kind: K,
  body: DocumentBody<K>,
  effective = '2026-01-01',
  recordedAt = `${effective}T00:00:00Z`,
): ProgramDocument<K> {
  return { kind, id: body.id, effective, recordedAt, body }
}

export function database(id: string, from?: string): DocumentBody<'system'> {
  const base = {
    id,
    name: id,
    kind: 'database',
    environment: 'production',
    sensitivity: 'phi',
    criticality: 'high',
    internetFacing: false,
  } as const
  return from === undefined ? base : { ...base, inService: { from } }
}

/** A restore drill of `db-one` on `day`, collected and recorded the same day unless said otherwise. */
export function drill(day: string, more: Partial<Evidence> = {}): Evidence {
  const digits = day.replaceAll('-', '').padEnd(20, '0')
  return {
    id: `ev_${digits}`,
    artifact: { sha256: digits.padEnd(64, '0'), size: 10, name: `drill-${day}.pdf`, mediaType: 'application/pdf' },
    derived: null,
    proves: [{ requirement: 'restore-test/restore-drill', system: 'db-one' }],
    effective: { from: day, to: day },
    collectedAt: `${day}T18:00:00Z`,
    source: 'Backup console',
    collector: { type: 'person', id: 'ada' },
    recordedAt: `${day}T19:00:00Z`,
    ...more,
  }
}

/** An event of `evidence` at noon of `day`, in the order of `entry`. */
export function event<K extends EvidenceEventKind>(
  kind: K,
  day: string,
  body: EvidenceEventBody<K>,
  entry = 100,
): EvidenceEvent {
  const by = { id: 'bob', name: 'Bob' }
  return { kind, entry, recordedAt: `${day}T12:00:00Z`, by, body } as EvidenceEvent
}

function control(
  id: string,
  requirement: string,
  cadence: string,
  scope: object,
): { readonly id: string } & Record<string, unknown> {
  return {
    id,
    version: 1,
    title: id,
    area: 'backup',
    objective: 'It works.',
    ownerRole: 'lead',
    backupRole: 'second',
    scope,
    policy: { clause: 'We do it.' },
    implementation: [{ for: 'any', text: 'Done.' }],
    evidence: [
      {
        id: requirement,
        title: requirement,
        artifact: 'A report',
        cadence,
        graceDays: 10,
        systemOfRecord: 'Console',
        collection: 'person',
      },
    ],
    auditorQuestions: [{ question: 'Does it work?', answeredFrom: 'Reports' }],
    commonFailure: 'It is forgotten.',
    compensatingControls: [],
    source: { title: 'Test', checked: '2026-01-01' },
    licence: 'Apache-2.0',
  }
}
