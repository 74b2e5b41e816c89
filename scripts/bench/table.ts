import type { Measurement } from './measure.ts'

/** The figures as a Markdown table. */
export function renderTable(measured: readonly Measurement[]): string {
  return [
    '| figure | reference | ours, s | reference, s | ratio | goal | memory, MB | verdict |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...measured.map(renderRow),
  ].join('\n')
}

function renderRow(figure: Measurement): string {
  const { name, reference, ours, theirs, ratio, goal, megabytes, goalMegabytes, verdict } = figure
  const memory = megabytes === null ? '' : `${Math.round(megabytes)} of ${goalMegabytes ?? 'any'}`
  const cells = [
    name,
    reference,
    show(ours),
    show(theirs),
    ratio.toFixed(ratio < 0.1 ? 3 : 2),
    showGoal(goal),
    memory,
    verdict,
  ]
  return `| ${cells.join(' | ')} |`
}

function show(seconds: number): string {
  return seconds < 0.1 ? seconds.toFixed(4) : seconds.toFixed(2)
}

function showGoal(goal: number): string {
  return goal < 0.1 ? goal.toFixed(3) : Number.isInteger(goal) ? goal.toFixed(1) : String(Number(goal.toPrecision(3)))
}
