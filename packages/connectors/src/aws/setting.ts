import type { DraftOf, RecordBody } from '@evidentia/core'

type State = RecordBody<'configuration-state'>

export interface SettingFound {
  /** What was looked at, by ARN or name. */
  readonly resource: string
  readonly name?: string
  readonly kind: NonNullable<State['resourceKind']>
  readonly type?: string
  readonly region?: string
  readonly setting: NonNullable<State['setting']>
  readonly value: NonNullable<State['value']>
  readonly at: string
  readonly line: number
}

/** One setting of one resource, as AWS answered it. */
export function settingOf(found: SettingFound): DraftOf<'configuration-state'> {
  const { resource, name, kind, type, region, setting, value, at, line } = found
  return {
    type: 'configuration-state',
    key: `${resource}|${setting}`,
    line,
    body: {
      resource,
      resourceName: name ?? null,
      resourceType: type ?? null,
      resourceKind: kind,
      system: 'AWS',
      region: region ?? null,
      setting,
      value,
      observedAt: at,
    },
  }
}
