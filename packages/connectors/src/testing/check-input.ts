import { parametersInForce, programOn } from '@evidentia/core'
import type {
  Check,
  CheckInput,
  Judgement,
  ParameterValues,
  ProgramDocument,
  RecordBody,
  RecordOf,
  RecordType,
  Sourced,
  Subject,
} from '@evidentia/core'

/** What a check is given in a test; records by type, `null` or absent where there are none. */
export interface Scene {
  readonly asOf?: string
  /** Values other than the defaults. */
  readonly parameters?: ParameterValues
  readonly subject?: Subject
  readonly documents?: readonly ProgramDocument[]
  readonly population?: readonly AnySourced[] | null
  readonly newest?: readonly AnySourced[] | null
  /** Newest first. */
  readonly history?: readonly (readonly AnySourced[])[]
}

type AnySourced = { [T in RecordType]: Sourced<T> }[RecordType]

/** What `check` says by itself of a scene, with its defaults where the scene sets nothing. */
export function judgeScene(check: Check, scene: Scene = {}): Judgement {
  return check.evaluate({ ...inputOf(scene), parameters: parametersInForce(check.parameters, scene.parameters) })
}

function inputOf(scene: Scene): CheckInput {
  const asOf = scene.asOf ?? '2026-06-30'
  const only = <T extends RecordType>(type: T, records: readonly AnySourced[]): readonly Sourced<T>[] =>
    records.filter((record): record is AnySourced & Sourced<T> => record.type === type)
  return {
    subject: scene.subject ?? { kind: 'organization' },
    program: () => programOn(scene.documents ?? [], asOf),
    asOf,
    timeZone: 'UTC',
    parameters: {},
    populations: [],
    population: (type) => (scene.population == null ? null : only(type, scene.population)),
    newest: (type) => (scene.newest == null ? null : only(type, scene.newest)),
    history: (type) => (scene.history ?? []).map((records) => only(type, records)),
  }
}

type SourcedBody<T extends RecordType> = RecordOf<T> & { readonly evidence: string }

export function account(username: string, body: Partial<RecordBody<'account'>> = {}): SourcedBody<'account'> {
  const plain: RecordBody<'account'> = {
    username,
    identifier: `arn:aws:iam::123456789012:user/${username}`,
    kind: 'person',
    enabled: true,
    passwordEnabled: true,
    passwordLastUsed: null,
    passwordLastChanged: null,
    mfa: true,
    created: null,
    keys: [],
  }
  return { type: 'account', key: username, line: 2, evidence: 'ev_1', body: { ...plain, ...body } }
}

export function person(email: string | null, body: Partial<RecordBody<'person'>> = {}): SourcedBody<'person'> {
  const plain: RecordBody<'person'> = {
    employeeId: `E-${email}`,
    name: 'Ada North',
    email,
    title: null,
    department: null,
    managerId: null,
    status: 'active',
    hired: '2020-01-01',
    terminated: null,
  }
  return { type: 'person', key: plain.employeeId, line: 2, evidence: 'ev_2', body: { ...plain, ...body } }
}

export function change(key: string, body: Partial<RecordBody<'change'>> = {}): SourcedBody<'change'> {
  const plain: RecordBody<'change'> = {
    key,
    summary: 'Patch the portal',
    type: 'normal',
    status: 'Closed',
    requester: 'ada',
    approver: 'ben',
    approvedAt: '2026-06-01T10:00:00Z',
    implementer: 'cleo',
    plannedStart: null,
    plannedEnd: null,
    implementedAt: '2026-06-02T10:00:00Z',
    systems: [],
    rollbackPlan: null,
    testEvidence: null,
    validationResult: null,
  }
  return { type: 'change', key, line: 2, evidence: 'ev_3', body: { ...plain, ...body } }
}

export function vulnerability(
  identifier: string,
  body: Partial<RecordBody<'vulnerability'>> = {},
): SourcedBody<'vulnerability'> {
  const plain: RecordBody<'vulnerability'> = {
    identifier,
    target: 'portal:1',
    package: 'openssl',
    installedVersion: '3.0.1',
    fixedVersion: '3.0.2',
    severity: 'critical',
    title: null,
    published: null,
    scanned: '2026-06-20T12:00:00Z',
  }
  return { type: 'vulnerability', key: identifier, line: 2, evidence: 'ev_4', body: { ...plain, ...body } }
}
