import { defineCheck, judgeAgreement } from '@evidentia/core'
import type { Agreement, ItemVerdict } from '@evidentia/core'
import { unknown } from '../../judgement.ts'

/** Whether a vendor is bound as a business associate (45 CFR 164.308(b), 164.504(e)). */
export const baaInForce = defineCheck({
  id: 'baa-in-force',
  version: 1,
  asserts: 'A business associate agreement with the vendor is signed and in force.',
  population: [],
  joins: [],
  program: true,
  shrinkage: 'silence',
  parameters: {},
  evaluate({ subject, asOf, ...input }) {
    const program = input.program()
    const vendor = subject.kind === 'vendor' ? program.vendor.get(subject.id) : undefined
    if (vendor === undefined) return unknown('This check needs a vendor that the programme knows.')
    const agreements = [...program.agreement.values()].filter((a) => a.type === 'baa' && a.party.vendor === vendor.id)
    const items = agreements.map((agreement) => judgeItem(agreement, asOf))
    const inForce = items.find((item) => item.verdict === 'met')
    if (inForce !== undefined) {
      // A draft or an expired agreement beside one in force takes nothing away.
      const others = items.map((item): ItemVerdict =>
        item.verdict === 'met' ? item : { ...item, verdict: 'not-applicable' },
      )
      return {
        verdict: 'met',
        summary: `${inForce.key} with ${vendor.name} is in force: ${inForce.reason}.`,
        items: others,
      }
    }
    if (items.length === 0) {
      const reason = 'the programme records no business associate agreement with this vendor'
      return {
        verdict: 'not-met',
        summary: `${vendor.name}: ${reason}.`,
        items: [
          { key: vendor.id, verdict: 'not-met', reason, record: { type: 'vendor', key: vendor.id }, value: null },
        ],
      }
    }
    const reasons = items.map((item) => `${item.key}: ${item.reason}`).join('; ')
    return {
      verdict: 'not-met',
      summary: `No business associate agreement with ${vendor.name} is in force (${reasons}).`,
      items,
    }
  },
})

function judgeItem(agreement: Agreement, asOf: string): ItemVerdict {
  const { inForce, reason } = judgeAgreement(agreement, asOf)
  const { id, signed } = agreement
  return {
    key: id,
    record: { type: 'agreement', key: id },
    value: signed ?? null,
    verdict: inForce ? 'met' : 'not-met',
    reason,
  }
}
