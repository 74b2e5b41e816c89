import { groupCheck } from '../../record-check.ts'
import { judgeAge, notMet, untold } from '../../said.ts'

export const restoreDrillRecent = groupCheck({
  id: 'restore-drill-recent',
  asserts: 'Every system that is drilled had a restore or failover that succeeded within the last {days} days.',
  type: 'restore-test',
  parameters: {
    days: {
      type: 'integer',
      title: 'How old the newest successful drill may be',
      unit: 'days',
      minimum: 1,
      maximum: 1100,
      default: 92,
    },
  },
  wording: { items: 'systems', failing: 'have no recent successful drill', holding: 'have a recent successful drill' },
  groupedBy: ({ body }) => body.system,
  judge(tests, input) {
    const good = tests.filter(({ body }) => body.outcome === 'succeeded')
    const times = good.flatMap(({ body }) => body.finishedAt ?? body.startedAt ?? [])
    const newest = times.toSorted((one, other) => Date.parse(other) - Date.parse(one))[0]
    if (newest !== undefined) return judgeAge(newest, input.parameters.days, 'last restored', input)
    if (good.length > 0 || tests.some(({ body }) => body.outcome === 'unknown' || body.outcome === 'warning'))
      return untold('the source does not say when, or how, its drills ended')
    return notMet('no drill of it succeeded')
  },
})
