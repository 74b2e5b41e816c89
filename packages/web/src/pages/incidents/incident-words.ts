import type { Clock, ClockState, IncidentStage } from '@evidentia/core'
import {
  IconAlertOctagon,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconClockExclamation,
  IconClockPlay,
  IconHelpHexagon,
  IconHourglassHigh,
  IconShieldCheck,
  IconTool,
} from '@tabler/icons-react'
import type { StatusFace } from '../../status/row-status.ts'
import { counted } from '../../widgets/words.ts'

/** How the state of a clock is shown. */
export const clockFaces: { readonly [S in ClockState]: StatusFace } = {
  late: { word: 'Late', meaning: 'the deadline passed, and stays passed', tone: 'bad', icon: IconAlertOctagon },
  unknown: {
    word: 'Unknown',
    meaning: 'a fact is missing, so this is the earliest possible deadline',
    tone: 'doubt',
    icon: IconHelpHexagon,
  },
  running: { word: 'Running', meaning: 'owed, and still in time', tone: 'soon', icon: IconClockPlay },
  delayed: {
    word: 'Delayed',
    meaning: 'law enforcement asked for no notice yet',
    tone: 'calm',
    icon: IconHourglassHigh,
  },
  stopped: { word: 'Stopped', meaning: 'what it asks for was done in time', tone: 'good', icon: IconCircleCheck },
  'not-applicable': {
    word: 'Not applicable',
    meaning: 'nothing is owed by this rule',
    tone: 'mute',
    icon: IconCircleMinus,
  },
}
const order = Object.keys(clockFaces)

/** Clocks as a reader needs them: what is owed by its deadline, then what was done, then what does not apply. */
export function sortClocks(clocks: readonly Clock[]): Clock[] {
  const rank = ({ state, stopped }: Clock) =>
    state === 'not-applicable' ? 2 : stopped !== null || state === 'stopped' ? 1 : 0
  return clocks.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.due ?? '').localeCompare(b.due ?? '') ||
      order.indexOf(a.state) - order.indexOf(b.state) ||
      a.clock.localeCompare(b.clock),
  )
}

/** How far an incident has been worked. */
export const stageFaces: { readonly [S in IncidentStage]: StatusFace } = {
  open: { word: 'Open', meaning: 'not contained yet', tone: 'bad', icon: IconClockExclamation },
  contained: { word: 'Contained', meaning: 'it does not spread any more', tone: 'warn', icon: IconShieldCheck },
  eradicated: { word: 'Eradicated', meaning: 'its cause is removed', tone: 'soon', icon: IconTool },
  recovered: { word: 'Recovered', meaning: 'everything works as before', tone: 'calm', icon: IconCircleDashed },
  closed: { word: 'Closed', meaning: 'nothing is left to do', tone: 'mute', icon: IconCircleCheck },
}
export const stages = Object.keys(stageFaces) as readonly IncidentStage[]

/** A stretch of time in its two largest units, `2 days 4 hours`; down to minutes. */
export function stretchWords(seconds: number): string {
  const minutes = Math.floor(Math.abs(seconds) / 60)
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  if (days > 0) return hours === 0 ? counted(days, 'day') : `${counted(days, 'day')} ${counted(hours, 'hour')}`
  if (hours > 0) return rest === 0 ? counted(hours, 'hour') : `${counted(hours, 'hour')} ${counted(rest, 'minute')}`
  return counted(rest, 'minute')
}

/** What is left of a clock at an instant, in words; what has passed is said as such. */
export function remainingWords({ due, state, stopped, passed }: Clock, at: number): string {
  if (state === 'not-applicable' || due === null) return 'Nothing is owed'
  const seconds = (Date.parse(due) - at) / 1000
  if (stopped !== null) return passed ? 'Done after the deadline' : 'Done in time'
  if (state === 'stopped') return 'Over'
  return seconds >= 0 ? `${stretchWords(seconds)} left` : `Passed ${stretchWords(seconds)} ago`
}

export const standingWords = {
  presumed: 'Presumed a breach',
  breach: 'Breach',
  secured: 'Not a breach: the PHI was secured',
  excluded: 'Not a breach: an exclusion applies',
  'low-probability': 'Low probability of compromise',
} as const

export const outcomeWords = {
  breach: 'A breach that has to be notified',
  'low-probability': 'Not to be notified',
} as const
