import { Line, LineChart } from 'recharts'
import { evidenceStateFaces } from '../../status/evidence-state.ts'
import { formatCount, formatRange } from '../../time/format.ts'
import { chartAxes, ChartFrame } from './chart-frame.tsx'
import { evidenceStates, type CountedState, type ReadinessDay } from './turning-days.ts'
import classes from './readiness.module.css'

interface ChartProps {
  readonly days: readonly [ReadinessDay, ...ReadinessDay[]]
}

interface Stroke {
  readonly stroke: string
  readonly strokeWidth: number
  readonly strokeDasharray: string
}
/** Told apart by their dashes first. */
const strokes: { readonly [S in CountedState]: Stroke } = {
  collected: { stroke: 'var(--ink-soft)', strokeWidth: 2, strokeDasharray: '2 4' },
  reviewed: { stroke: 'var(--accent)', strokeWidth: 2, strokeDasharray: '9 4' },
  accepted: { stroke: 'var(--seal)', strokeWidth: 2.5, strokeDasharray: '0' },
}

/** How far the newest evidence of the rows in order had come on each day: each row counts in one of three lines. */
export function EvidenceChart({ days }: ChartProps) {
  const last = days.at(-1) ?? days[0]
  const range = formatRange({ from: days[0].day, to: last.day })
  return (
    <>
      <ChartFrame
        label={`Lines: rows whose newest evidence is collected, reviewed or accepted, ${range}. The table has the same numbers.`}
      >
        {(width) => (
          <LineChart width={width} height={220} data={[...days]} accessibilityLayer={false}>
            {chartAxes((day) => evidenceStates.map((state) => ({ word: state, count: day[state] })))}
            {evidenceStates.map((state) => (
              <Line
                key={state}
                type="stepAfter"
                dataKey={state}
                name={evidenceStateFaces[state].word}
                {...strokes[state]}
                dot={false}
                activeDot={false}
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        )}
      </ChartFrame>
      <ul className={classes['legend']} aria-label="Evidence on the last day">
        {evidenceStates.map((state) => {
          const { icon: Icon, word, meaning } = evidenceStateFaces[state]
          return (
            <li key={state}>
              <svg width={30} height={6} aria-hidden focusable="false">
                <line x1={0} y1={3} x2={30} y2={3} {...strokes[state]} />
              </svg>
              <Icon size={15} stroke={2} aria-hidden />
              <span>
                {word} <strong>{formatCount(last[state])}</strong> <span className="soft">{meaning}</span>
              </span>
            </li>
          )
        })}
      </ul>
    </>
  )
}
