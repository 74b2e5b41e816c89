import { recordCheck } from '../../record-check.ts'
import { met, notMet, outside, untold } from '../../said.ts'

export const restoresLoseLittle = recordCheck({
  id: 'restores-lose-little',
  asserts: 'No restore test lost more of the newest work than was promised.',
  type: 'restore-test',
  named: ({ key }) => key,
  wording: { items: 'restore tests', failing: 'missed what was promised', holding: 'kept what was promised' },
  judge: ({ body: { outcome, achievedRpoMinutes: achieved, promisedRpoMinutes: promised } }) => {
    if (outcome === 'running') return outside('it has not ended')
    if (achieved === null) return untold('nothing says what was reached')
    if (promised === null) return untold('nothing says what was promised')
    const said = `${achieved} minutes, of ${promised} promised`
    return achieved <= promised ? met(said, String(achieved)) : notMet(said, String(achieved))
  },
})
