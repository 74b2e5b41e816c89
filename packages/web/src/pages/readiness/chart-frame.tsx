import { useElementSize } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts'
import { formatDate } from '../../time/format.ts'
import type { ReadinessDay } from './turning-days.ts'
import classes from './readiness.module.css'

interface ChartFrameProps {
  /** What the chart shows, for those who do not see it. */
  readonly label: string
  readonly children: (width: number) => ReactNode
}

/** The place of a chart, as wide as the page has room. */
export function ChartFrame({ label, children }: ChartFrameProps) {
  const { ref, width } = useElementSize()
  return (
    <div ref={ref} className={classes['chart']} role="img" aria-label={label}>
      {width > 0 && children(width)}
    </div>
  )
}

interface HoverLine {
  readonly word: string
  readonly count: number
}

/** The axes of days and counts, the grid, and the numbers of the day under the pointer. */
export function chartAxes(linesOf: (day: ReadinessDay) => readonly HoverLine[]) {
  return [
    <CartesianGrid key="grid" stroke="var(--line)" vertical={false} />,
    <XAxis key="days" dataKey="day" tickFormatter={formatDate} minTickGap={48} stroke="var(--line-strong)" />,
    <YAxis key="counts" allowDecimals={false} width={44} stroke="var(--line-strong)" />,
    <Tooltip
      key="hover"
      isAnimationActive={false}
      content={({ active, payload }) => {
        const day = payload[0]?.payload as ReadinessDay | undefined
        return active && day !== undefined ? <Hover day={day} lines={linesOf(day)} /> : null
      }}
    />,
  ]
}

function Hover({ day, lines }: { readonly day: ReadinessDay; readonly lines: readonly HoverLine[] }) {
  return (
    <div className={classes['hover']}>
      <strong>{formatDate(day.day)}</strong>
      <ul>
        {lines.map(({ word, count }) => (
          <li key={word}>
            {count} {word}
          </li>
        ))}
      </ul>
    </div>
  )
}
