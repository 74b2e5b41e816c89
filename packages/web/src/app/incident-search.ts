import { isInstant } from '../time/format.ts'

/** An incident as it was believed at an instant; absent: as it is known now. */
export interface IncidentSearch {
  readonly knownAt?: string | undefined
}

export function readIncidentSearch({ knownAt }: { readonly [name: string]: unknown }): IncidentSearch {
  return isInstant(knownAt) ? { knownAt } : {}
}
