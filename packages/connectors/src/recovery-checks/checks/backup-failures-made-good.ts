import { endOfDay } from '@evidentia/core'
import { groupCheck } from '../../record-check.ts'
import { hoursBetween, met, notMet, outside, untold } from '../../said.ts'

/** A failed run happens; one that nobody repeats leaves a gap. */
export const backupFailuresMadeGood = groupCheck({
  id: 'backup-failures-made-good',
  asserts: 'Every backup run that failed was followed by one of the same job that succeeded within {hours} hours.',
  type: 'backup-run',
  parameters: {
    hours: {
      type: 'integer',
      title: 'How long after a failed backup a good one may follow',
      unit: 'hours',
      minimum: 1,
      maximum: 720,
      default: 24,
    },
  },
  wording: {
    items: 'backup jobs',
    failing: 'had a failure that was not made good',
    holding: 'made every failure good',
  },
  groupedBy: ({ body }) => body.job ?? body.resource,
  judge(runs, { asOf, timeZone, parameters }) {
    const end = endOfDay(asOf, timeZone)
    const ended = runs.filter(({ body }) => body.outcome !== 'running')
    if (ended.length === 0) return outside('no run of it has ended')
    const good = ended.flatMap(({ body }) => (body.outcome === 'succeeded' ? [body.finishedAt ?? body.startedAt] : []))
    const failed = ended.filter(({ body }) => body.outcome === 'failed' || body.outcome === 'canceled')
    const said = failed.map(({ body: { identifier, outcome, finishedAt, startedAt } }) => {
      const at = finishedAt ?? startedAt
      if (at === null) return untold(`${identifier} ${outcome} at a time the source does not say`)
      const mended = good.find((time) => {
        const after = time === null ? -1 : hoursBetween(at, time)
        return after >= 0 && after <= parameters.hours
      })
      if (mended != null) return met(`${identifier} ${outcome} at ${at} and was made good at ${mended}`, at)
      if (hoursBetween(at, end) <= parameters.hours)
        return met(`${identifier} ${outcome} at ${at}, and may still be repeated`, at)
      if (good.includes(null)) return untold(`${identifier} ${outcome} at ${at}; a good run says no time`, at)
      return notMet(`${identifier} ${outcome} at ${at} and was not made good in time`, at)
    })
    const worst = said.find(({ verdict }) => verdict === 'not-met') ?? said.find(({ verdict }) => verdict === 'unknown')
    if (worst !== undefined) return worst
    const doubtful = ended.find(({ body }) => body.outcome === 'warning' || body.outcome === 'unknown')
    if (doubtful !== undefined) return untold(`${doubtful.body.identifier} ended as ${doubtful.body.outcome}`)
    return said.at(-1) ?? met(`each of its ${ended.length} runs succeeded`)
  },
})
