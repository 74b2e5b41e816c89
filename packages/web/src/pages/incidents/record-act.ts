import { call, type Question } from '../../client/call.ts'
import { useOrganizationChange } from '../settings/organization-change.ts'

export type StatedAct = Question<'recordIncidentAct'>['body']

/** Records an act of an incident; afterwards everything shown is asked again. */
export function useRecordAct(incident: string) {
  return useOrganizationChange(async (body: StatedAct, organization) =>
    call('recordIncidentAct', { params: { incident }, body }, { organization }),
  )
}
