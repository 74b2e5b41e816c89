import { formatDate, formatDaysFrom, formatInstant, formatLongDate } from './format.ts'

/** A calendar day. */
export function Day({ date }: { readonly date: string }) {
  return <time dateTime={date}>{formatDate(date)}</time>
}

/** A day by its distance from another; the date itself on hover. */
export function DaysFrom({ date, today }: { readonly date: string; readonly today: string }) {
  return (
    <time dateTime={date} title={formatLongDate(date)}>
      {formatDaysFrom(date, today)}
    </time>
  )
}

/** An instant with its zone; UTC on hover. */
export function Instant({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={new Date(at).toISOString()}>
      {formatInstant(at)}
    </time>
  )
}
