import { groupCheck } from '../../record-check.ts'
import { judgeAge, notMet, untold } from '../../said.ts'
import { endOf, newestGoodRun } from '../good-runs.ts'

/** Judges the resources that the runs name. Whether a resource is missing altogether is for the inventory to say. */
export const backupsRecent = groupCheck({
  id: 'backups-recent',
  asserts: 'Everything that is backed up has a backup that succeeded within the last {days} days.',
  type: 'backup-run',
  parameters: {
    days: {
      type: 'integer',
      title: 'How old the newest good backup may be',
      unit: 'days',
      minimum: 1,
      maximum: 365,
      default: 1,
    },
  },
  wording: { items: 'things backed up', failing: 'have no recent good backup', holding: 'have a recent good backup' },
  groupedBy: ({ body }) => body.resource ?? body.job,
  judge(runs, input) {
    const newest = newestGoodRun(runs)
    if (newest !== null) return judgeAge(endOf(newest), input.parameters.days, 'last backed up', input)
    if (
      runs.some(({ body }) => body.outcome === 'succeeded' || body.outcome === 'unknown' || body.outcome === 'warning')
    )
      return untold('the source does not say when, or how, its runs ended')
    return notMet('no run of it succeeded')
  },
})
