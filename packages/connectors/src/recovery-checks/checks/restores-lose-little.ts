import { cannotTell, eachRecordCheck, met, notMet, outside } from '../../each-record.ts'

export const restoresLoseLittle = eachRecordCheck({
  id: 'restores-lose-little',
  asserts: 'No restore test lost more of the newest work than was promised.',
  type: 'restore-test',
  shrinkage: 'silence',
  wording: { items: 'restore tests', failing: 'missed what was promised', holding: 'kept what was promised' },
  judge: ({ outcome, achievedRpoMinutes: achieved, promisedRpoMinutes: promised }) => {
    if (outcome === 'running') return outside('it has not ended')
    if (achieved === null) return cannotTell('nothing says what was reached')
    if (promised === null) return cannotTell('nothing says what was promised')
    const said = `${achieved} minutes, of ${promised} promised`
    return achieved <= promised ? met(said, String(achieved)) : notMet(said, String(achieved))
  },
})
