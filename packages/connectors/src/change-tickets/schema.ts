import { z } from 'zod'
import { instantOr, oneOf, optionalText, requiredText } from '../source-file/cell.ts'

const when = instantOr([''])

/** One change ticket. `systems` holds any number of names separated by semicolons. */
export const changeTicketRow = z.object({
  key: requiredText,
  summary: z.string(),
  type: oneOf({ standard: 'standard', normal: 'normal', emergency: 'emergency' }),
  status: requiredText,
  requester: optionalText,
  approver: optionalText,
  approved_at: when,
  implementer: optionalText,
  planned_start: when,
  planned_end: when,
  implemented_at: when,
  systems: z.string(),
  rollback_plan: optionalText,
  test_evidence: optionalText,
  validation_result: optionalText,
})
export type ChangeTicketRow = z.output<typeof changeTicketRow>

export const changeTicketColumns = Object.keys(changeTicketRow.shape)
