import { cannotTell, eachRecordCheck, met, notMet, outside } from '../../each-record.ts'

export const restoresInPromisedTime = eachRecordCheck({
  id: 'restores-in-promised-time',
  asserts: 'Every system restored in a test was usable within the time promised for it.',
  type: 'restore-test',
  shrinkage: 'silence',
  wording: { items: 'restore tests', failing: 'missed what was promised', holding: 'kept what was promised' },
  judge: ({ outcome, achievedRtoMinutes: achieved, promisedRtoMinutes: promised }) => {
    if (outcome === 'running') return outside('it has not ended')
    if (achieved === null) return cannotTell('nothing says what was reached')
    if (promised === null) return cannotTell('nothing says what was promised')
    const said = `${achieved} minutes, of ${promised} promised`
    return achieved <= promised ? met(said, String(achieved)) : notMet(said, String(achieved))
  },
})
