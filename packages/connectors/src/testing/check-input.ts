import { parametersInForce, programOn, recordSchema } from '@evidentia/core'
import type {
  Check,
  CheckInput,
  DraftOf,
  Judgement,
  ParameterValues,
  ProgramDocument,
  RecordBody,
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
    joined: [],
    population: (type) => (scene.population == null ? null : only(type, scene.population)),
    newest: (type) => (scene.newest == null ? null : only(type, scene.newest)),
    history: (type) => (scene.history ?? []).map((records) => only(type, records)),
  }
}

/** A record of any type as a check sees it; fields left out are null. */
function sourced<T extends RecordType>(draft: DraftOf<T>, evidence: string): Sourced<T> {
  return { ...recordSchema.parse({ line: 2, ...draft }), evidence } as Sourced<T>
}

type Body<T extends RecordType> = Partial<RecordBody<T>>

export function account(username: string, body: Body<'account'> = {}): Sourced<'account'> {
  const identifier = `arn:aws:iam::123456789012:user/${username}`
  const plain = { username, identifier, kind: 'person', enabled: true, passwordEnabled: true, mfa: true } as const
  return sourced<'account'>({ type: 'account', key: username, body: { ...plain, keys: [], ...body } }, 'ev_1')
}

export function person(email: string | null, body: Body<'person'> = {}): Sourced<'person'> {
  const employeeId = `E-${email}`
  const plain = { employeeId, name: 'Ada North', email, status: 'active', hired: '2020-01-01' } as const
  return sourced<'person'>({ type: 'person', key: employeeId, body: { ...plain, ...body } }, 'ev_2')
}

export function change(key: string, body: Body<'change'> = {}): Sourced<'change'> {
  const plain = {
    key,
    summary: 'Patch the portal',
    type: 'normal',
    status: 'Closed',
    requester: 'ada',
    approver: 'ben',
    approvedAt: '2026-06-01T10:00:00Z',
    implementer: 'cleo',
    implementedAt: '2026-06-02T10:00:00Z',
  } as const
  return sourced<'change'>({ type: 'change', key, body: { ...plain, systems: [], ...body } }, 'ev_3')
}

export function vulnerability(identifier: string, body: Body<'vulnerability'> = {}): Sourced<'vulnerability'> {
  const plain = {
    identifier,
    target: 'portal:1',
    package: 'openssl',
    installedVersion: '3.0.1',
    fixedVersion: '3.0.2',
    severity: 'critical',
    scanned: '2026-06-20T12:00:00Z',
  } as const
  return sourced<'vulnerability'>({ type: 'vulnerability', key: identifier, body: { ...plain, ...body } }, 'ev_4')
}

/** One setting of one resource. */
export function setting(resource: string, body: Body<'configuration-state'>): Sourced<'configuration-state'> {
  const key = `${resource}|${body.setting}`
  return sourced<'configuration-state'>({ type: 'configuration-state', key, body: { resource, ...body } }, 'ev_5')
}

/** What a scanner's rule found on one resource. */
export function rule(
  resource: string,
  name: string,
  body: Body<'configuration-state'>,
): Sourced<'configuration-state'> {
  const plain = { resource, rule: name, severity: 'high' } as const
  const key = `${resource}|${name}`
  return sourced<'configuration-state'>({ type: 'configuration-state', key, body: { ...plain, ...body } }, 'ev_5')
}

/** A record of any type; what is left out is null. */
export function recordOf<T extends RecordType>(type: T, key: string, body: object): Sourced<T> {
  return { ...recordSchema.parse({ type, key, line: 2, body }), evidence: 'ev_6' } as Sourced<T>
}

export function mfaFactor(account: string, body: Body<'mfa-factor'> = {}): Sourced<'mfa-factor'> {
  const plain = { account, kind: 'webauthn', status: 'active' } as const
  return sourced<'mfa-factor'>({ type: 'mfa-factor', key: account, body: { ...plain, ...body } }, 'ev_6')
}

export function elevation(identifier: string, body: Body<'elevation'> = {}): Sourced<'elevation'> {
  const plain = { identifier, kind: 'just-in-time', account: 'ada' } as const
  return sourced<'elevation'>({ type: 'elevation', key: identifier, body: { ...plain, ...body } }, 'ev_7')
}

export function group(name: string, body: Body<'group'> = {}): Sourced<'group'> {
  return sourced<'group'>({ type: 'group', key: name, body: { name, identifier: name, ...body } }, 'ev_6')
}

export function entitlement(holder: string, body: Body<'entitlement'> = {}): Sourced<'entitlement'> {
  return sourced<'entitlement'>({ type: 'entitlement', key: holder, body: { holder, right: 'admin', ...body } }, 'ev_6')
}

export function pullRequest(number: number, body: Body<'pull-request'> = {}): Sourced<'pull-request'> {
  const plain = { repository: 'lakeside/portal', number, title: 'Renew the form', state: 'merged' } as const
  const key = `lakeside/portal#${number}`
  return sourced<'pull-request'>({ type: 'pull-request', key, body: { ...plain, ...body } }, 'ev_8')
}

export function deployment(identifier: string, body: Body<'deployment'> = {}): Sourced<'deployment'> {
  const plain = { identifier, outcome: 'succeeded' } as const
  return sourced<'deployment'>({ type: 'deployment', key: identifier, body: { ...plain, ...body } }, 'ev_8')
}

export function backupRun(identifier: string, body: Body<'backup-run'> = {}): Sourced<'backup-run'> {
  const plain = { identifier, resource: 'db-1', outcome: 'succeeded' } as const
  return sourced<'backup-run'>({ type: 'backup-run', key: identifier, body: { ...plain, ...body } }, 'ev_9')
}

export function restoreTest(identifier: string, body: Body<'restore-test'> = {}): Sourced<'restore-test'> {
  const plain = { identifier, system: 'db-1', kind: 'restore', outcome: 'succeeded' } as const
  return sourced<'restore-test'>({ type: 'restore-test', key: identifier, body: { ...plain, ...body } }, 'ev_9')
}
