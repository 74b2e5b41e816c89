import { dateOfInstant } from '@evidentia/core'
import type { CheckInput } from '@evidentia/core'

/** The organization's calendar day of an instant. */
export function dayOf({ timeZone }: Pick<CheckInput, 'timeZone'>, instant: string): string {
  return dateOfInstant(instant, timeZone)
}
