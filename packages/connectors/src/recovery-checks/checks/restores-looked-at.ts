import { recordCheck } from '../../record-check.ts'
import { met, notMet, outside } from '../../said.ts'

export const restoresLookedAt = recordCheck({
  id: 'restores-looked-at',
  asserts: 'Every restore test that succeeded says how it was shown that the data are right, and by whom.',
  type: 'restore-test',
  named: ({ key }) => key,
  wording: { items: 'restore tests', failing: 'were not shown to be right', holding: 'were shown to be right' },
  judge: ({ body: { outcome, validation, validator, tester } }) => {
    if (outcome !== 'succeeded' && outcome !== 'warning') return outside('nothing was restored')
    if (validation === null) return notMet('it does not say how the data were looked at')
    const by = validator ?? tester
    return by === null ? notMet('nobody is named who looked') : met(`${by} looked`, validation.slice(0, 200))
  },
})
