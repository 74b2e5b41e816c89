import type { Occurrence } from '@evidentia/core'

const month = new Intl.DateTimeFormat('en-US', { month: 'short', timeZone: 'UTC' })
const monthOfYear = new Intl.DateTimeFormat('en-US', { month: 'short', year: '2-digit', timeZone: 'UTC' })
const dayOfMonth = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' })

/**
 * An interval as short as a cell: a month as `Jul`, with the year in January; a quarter as `Q3 26`; what fits no calendar
 * (a part that a change of design cut off, days counted from an anchor) by its days; an event by the day it happened.
 */
export function shortLabel({ from, to, label }: Occurrence['interval']): string {
  const year = from.slice(2, 4)
  if (/^\d{4}-\d{2}$/.test(label))
    return from.slice(5, 7) === '01' ? `${month.format(utcOf(from))} ${year}` : month.format(utcOf(from))
  if (/^\d{4}$/.test(label)) return label
  const [, part] = /^\d{4}-([QHW]\d+)$/.exec(label) ?? []
  if (part !== undefined) return `${part} ${label.slice(2, 4)}`
  if (!/^\d{4}-/.test(label)) return dayOfMonth.format(utcOf(from))
  const days = from.slice(0, 4) === to.slice(0, 4) ? dayOfMonth : monthOfYear
  // The spaces around the dash are thin ones already; a cell has no room for more.
  return days.formatRange(utcOf(from), utcOf(to))
}

function utcOf(date: string): Date {
  return new Date(`${date}T00:00:00Z`)
}
