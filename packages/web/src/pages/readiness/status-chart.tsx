import { Area, AreaChart } from 'recharts'
import { rowStatusFaces } from '../../status/row-status.ts'
import { formatCount, formatRange } from '../../time/format.ts'
import { chartAxes, ChartFrame } from './chart-frame.tsx'
import { patternOf, StatusPatterns } from './status-pattern.tsx'
import { statusesOf, type ReadinessDay } from './turning-days.ts'
import classes from './readiness.module.css'

interface ChartProps {
  readonly days: readonly [ReadinessDay, ...ReadinessDay[]]
}

/** How many rows stood in each status on each day, one area above the other: what needs nobody at the bottom. */
export function StatusChart({ days }: ChartProps) {
  const statuses = statusesOf(days)
  const last = days.at(-1) ?? days[0]
  const range = formatRange({ from: days[0].day, to: last.day })
  return (
    <>
      <StatusPatterns />
      <ChartFrame label={`Areas: how many rows stood in each status, ${range}. The table has the same numbers.`}>
        {(width) => (
          <AreaChart width={width} height={320} data={[...days]} accessibilityLayer={false}>
            {chartAxes(({ counts }) =>
              statuses.map((status) => ({
                word: rowStatusFaces[status].word.toLowerCase(),
                count: counts[status] ?? 0,
              })),
            )}
            {statuses.toReversed().map((status) => (
              <Area
                key={status}
                stackId="rows"
                type="stepAfter"
                dataKey={({ counts }: ReadinessDay) => counts[status] ?? 0}
                name={rowStatusFaces[status].word}
                fill={patternOf(status)}
                fillOpacity={1}
                stroke="var(--line-strong)"
                strokeWidth={0.75}
                activeDot={false}
                isAnimationActive={false}
              />
            ))}
          </AreaChart>
        )}
      </ChartFrame>
      <ul className={classes['legend']} aria-label="Rows on the last day">
        {statuses.map((status) => {
          const { icon: Icon, word } = rowStatusFaces[status]
          return (
            <li key={status}>
              <svg width={26} height={16} aria-hidden focusable="false">
                <rect x={0.5} y={0.5} width={25} height={15} fill={patternOf(status)} />
              </svg>
              <Icon size={15} stroke={2} aria-hidden />
              {word} <strong>{formatCount(last.counts[status] ?? 0)}</strong>
            </li>
          )
        })}
      </ul>
    </>
  )
}
