import { addDays, defineCheck } from '@evidentia/core'
import type { ItemVerdict, ValuesOf, Vendor } from '@evidentia/core'
import { unknown } from '../../judgement.ts'

type Report = NonNullable<Vendor['assurance']>[number]

const parameters = {
  reportMonths: {
    type: 'integer',
    title: 'How long after its period a report still counts',
    unit: 'months',
    minimum: 1,
    maximum: 24,
    default: 12,
  },
  bridgeMonths: {
    type: 'integer',
    title: 'How far a bridge letter can carry it',
    unit: 'months',
    minimum: 0,
    maximum: 6,
    default: 3,
  },
} as const
type Terms = ValuesOf<typeof parameters>

/**
 * Whether somebody independent has looked at the vendor lately. A SOC report speaks of a period past and ages from its end;
 * a certificate (HITRUST, ISO/IEC 27001) names the period for which it is valid.
 */
export const vendorReportCurrent = defineCheck({
  id: 'vendor-report-current',
  version: 1,
  asserts:
    "The vendor's newest assurance report ended at most {reportMonths} months ago ({bridgeMonths} more with a bridge letter), without an adverse opinion.",
  population: [],
  joins: [],
  program: true,
  shrinkage: 'silence',
  parameters,
  evaluate({ subject, asOf, ...input }) {
    const program = input.program()
    const vendor = subject.kind === 'vendor' ? program.vendor.get(subject.id) : undefined
    if (vendor === undefined) return unknown('This check needs a vendor that the programme knows.')
    const issued = (vendor.assurance ?? []).filter((report) => report.issued <= asOf)
    const judged = newestOfEachType(issued).map((report) =>
      judgeReport(vendor.id, report, issued, asOf, input.parameters),
    )
    const items = judged.map(({ item }) => item)
    const good = items.find((item) => item.verdict === 'met')
    // A good report does not outweigh a bad one that still speaks.
    if (good !== undefined && !judged.some(({ condemned }) => condemned)) {
      const others = items.map((item): ItemVerdict =>
        item.verdict === 'met' ? item : { ...item, verdict: 'not-applicable' },
      )
      return { verdict: 'met', summary: `${vendor.name}: ${good.key} is current, ${good.reason}.`, items: others }
    }
    if (items.length === 0) {
      const reason = 'no assurance report is on file'
      return {
        verdict: 'not-met',
        summary: `${vendor.name}: ${reason}.`,
        items: [
          { key: vendor.id, verdict: 'not-met', reason, record: { type: 'vendor', key: vendor.id }, value: null },
        ],
      }
    }
    const reasons = items.filter((item) => item.verdict === 'not-met').map((item) => `${item.key}: ${item.reason}`)
    return { verdict: 'not-met', summary: `${vendor.name} has no current report (${reasons.join('; ')}).`, items }
  },
})

function judgeReport(
  vendor: string,
  { type, period, opinion }: Report,
  issued: readonly Report[],
  asOf: string,
  terms: Terms,
): { item: ItemVerdict; condemned: boolean } {
  const until = coveredUntil(type, period.to, issued, terms)
  const current = asOf <= until
  const item = { key: type, record: { type: 'vendor', key: vendor } }
  if (current && (opinion === 'adverse' || opinion === 'disclaimer')) {
    const reason = opinion === 'adverse' ? 'the opinion is adverse' : 'the assessor gave no opinion'
    return { item: { ...item, verdict: 'not-met', reason, value: opinion }, condemned: true }
  }
  const reason = `its period runs to ${period.to} and counts until ${until}`
  return {
    item: { ...item, verdict: current ? 'met' : 'not-met', reason, value: period.to },
    condemned: false,
  }
}

/** The last day on which a report counts. A bridge letter must follow its period without a gap. */
function coveredUntil(
  type: Report['type'],
  periodEnd: string,
  issued: readonly Report[],
  { reportMonths, bridgeMonths }: Terms,
): string {
  if (type === 'iso27001' || type === 'hitrust') return periodEnd
  const bridge = issued
    .filter(
      (letter) =>
        letter.type === 'bridge-letter' && letter.period.from <= addDays(periodEnd, 1) && letter.period.to > periodEnd,
    )
    .map((letter) => letter.period.to)
    .toSorted()
    .at(-1)
  if (bridge === undefined) return addMonths(periodEnd, reportMonths)
  const furthest = addMonths(periodEnd, bridgeMonths)
  return addMonths(bridge < furthest ? bridge : furthest, reportMonths)
}

function newestOfEachType(reports: readonly Report[]): Report[] {
  const newest = new Map<Report['type'], Report>()
  for (const report of reports) {
    if (!['soc1-type2', 'soc2-type2', 'hitrust', 'iso27001'].includes(report.type)) continue
    const rival = newest.get(report.type)
    if (rival === undefined || report.period.to > rival.period.to) newest.set(report.type, report)
  }
  return [...newest.values()].toSorted((a, b) => (a.period.to < b.period.to ? 1 : -1))
}

/** The same day of the month, or the last one where the month is shorter. */
function addMonths(date: string, months: number): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10)
}
