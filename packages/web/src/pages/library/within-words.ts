import { counted } from '../../widgets/words.ts'

const minutesPerHour = 60
const minutesPerDay = 1440

/** Minutes after an incident is declared, in the largest unit that divides them: `within 2 hours`. */
export function withinWords(minutes: number): string {
  if (minutes % minutesPerDay === 0) return `Within ${counted(minutes / minutesPerDay, 'day')}`
  if (minutes % minutesPerHour === 0) return `Within ${counted(minutes / minutesPerHour, 'hour')}`
  return `Within ${counted(minutes, 'minute')}`
}
