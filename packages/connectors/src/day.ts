import { dateOfInstant } from '@evidentia/core'
import type { CheckInput } from '@evidentia/core'

/** The organization's calendar day of an instant; UTC while no organization is recorded. */
export function dayOf(input: CheckInput, instant: string): string {
  const [organization] = input.program.organization.values()
  return dateOfInstant(instant, organization?.timeZone ?? 'UTC')
}
