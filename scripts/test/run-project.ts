// Runs one vitest project and writes its tally: `node scripts/test/run-project.ts <project> <tally file>`.
import { writeFileSync } from 'node:fs'
import { startVitest } from 'vitest/node'
import { TallyReporter } from './tally.ts'

const [project, tallyFile] = process.argv.slice(2)
if (!project || !tallyFile) throw new Error('Usage: node scripts/test/run-project.ts <project> <tally file>')

const reporter = new TallyReporter((tally) => writeFileSync(tallyFile, JSON.stringify(tally)))
const vitest = await startVitest('test', [], {
  project: [project],
  watch: false,
  reporters: ['default', reporter],
})
await vitest.close()
