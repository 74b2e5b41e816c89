import { recordCheck } from '../../record-check.ts'
import { met, notMet, outside, untold } from '../../said.ts'

export const restoresInPromisedTime = recordCheck({
  id: 'restores-in-promised-time',
  asserts: 'Every system restored in a test was usable within the time promised for it.',
  type: 'restore-test',
  named: ({ key }) => key,
  wording: { items: 'restore tests', failing: 'missed what was promised', holding: 'kept what was promised' },
  judge: ({ body: { outcome, achievedRtoMinutes: achieved, promisedRtoMinutes: promised } }) => {
    if (outcome === 'running') return outside('it has not ended')
    if (achieved === null) return untold('nothing says what was reached')
    if (promised === null) return untold('nothing says what was promised')
    const said = `${achieved} minutes, of ${promised} promised`
    return achieved <= promised ? met(said, String(achieved)) : notMet(said, String(achieved))
  },
})
