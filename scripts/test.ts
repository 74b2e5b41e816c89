import { parseArgs } from 'node:util'
import { interruptedExitCode, type Outcome, runCheck } from './test/check.ts'
import { runProject } from './test/project.ts'

/** Everything `npm test` shows, in order: cheap and certain first, so that a typing slip is not found by a browser. */
const steps: readonly { readonly name: string; readonly run: () => Promise<Outcome> }[] = [
  { name: 'format', run: () => runCheck('oxfmt', '--check') },
  { name: 'lint', run: () => runCheck('oxlint', '--type-aware') },
  { name: 'walls', run: () => runCheck('node', 'scripts/walls.ts') },
  { name: 'wording', run: () => runCheck('node', 'scripts/wording.ts') },
  { name: 'types', run: () => runCheck('tsc', '-b') },
  { name: 'dead-code', run: () => runCheck('knip', '--no-progress') },
  { name: 'unit', run: () => runProject('unit', 8) },
  { name: 'server', run: () => runProject('server', 12) },
  { name: 'chaos', run: () => runProject('chaos', 15) },
  { name: 'browser', run: () => runProject('browser', 12) },
]

await main()

/** Runs all steps, or those named by `--only a,b`, to the end; the last line is always `N passed, N failed`. */
async function main(): Promise<void> {
  const chosen = chooseSteps()
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const { name, run } of chosen) {
    const started = performance.now()
    const outcome = await run()
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    const verdict = outcome.failed === 0 ? 'passed' : 'FAILED'
    const counts = outcome.counted ? `  ${outcome.passed} passed, ${outcome.failed} failed` : ''
    console.log(`${name.padEnd(10)} ${verdict} ${seconds.padStart(6)} s${counts}`)
    if (outcome.failed > 0) console.log(`${outcome.output.trimEnd()}\n`)
    for (const { title, why } of outcome.skipped) console.log(`  skipped: ${title}: ${why}`)
    total.passed += outcome.passed
    total.failed += outcome.failed
    total.skipped += outcome.skipped.length
    if (process.exitCode === interruptedExitCode) break
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
  if (total.failed > 0) process.exitCode ??= 1
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`)
}

function chooseSteps(): typeof steps {
  const { values } = parseArgs({ options: { only: { type: 'string' } } })
  const names = values.only?.split(',')
  const unknown = names?.find((name) => !steps.some((step) => step.name === name))
  if (unknown !== undefined) {
    throw new Error(`There is no step "${unknown}": choose among ${steps.map((step) => step.name).join(', ')}.`)
  }
  return names ? steps.filter((step) => names.includes(step.name)) : steps
}
