import {
  type Catalog,
  type DateRange,
  type FindingItem,
  type FindingTrace,
  type Proves,
  rowKeyOf,
} from '@evidentia/core'

/** The evidence a finding asks for: what to upload, from where and for which interval. */
export interface Asked {
  readonly label: string
  readonly systemOfRecord: string
  readonly proves: Proves
  readonly interval: DateRange | null
}

/** What evidence would close a finding, or null where none does: it is closed, about the programme itself, or was raised. */
export function asksOf({ state }: FindingItem, trace: FindingTrace, catalog: Catalog): Asked | null {
  const { control, requirement, system, vendor, asks, about } = trace
  if (asks === null || state === 'closed' || rowKeyOf(trace.id) === null) return null
  if (control === null || requirement === null || !catalog.controls.has(control)) return null
  const subject = { ...(system === null ? {} : { system }), ...(vendor === null ? {} : { vendor }) }
  return {
    label: about,
    systemOfRecord: asks.systemOfRecord,
    proves: { requirement: `${control}/${requirement}`, ...subject },
    interval: asks.interval,
  }
}
