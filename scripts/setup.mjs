// Prepares a clone for `npm start` and `npm test`. Plain JavaScript without dependencies: npm runs it before anything is
// installed, on whatever Node the machine has (20 or newer).
import process from 'node:process'
import { ensureTestPrograms } from './setup/test-programs.mjs'
import { ensureInstalled } from './setup/install.mjs'
import { SetupError, say } from './setup/progress.mjs'
import { withSetupLock } from './setup/setup-lock.mjs'
import { ensureWebBuilt } from './setup/web.mjs'

const MODES = ['start', 'test']

try {
  await setUp(process.argv[2])
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  say(error.message)
  process.exitCode = 1
}

async function setUp(mode) {
  if (!MODES.includes(mode)) throw new SetupError('Usage: node scripts/setup.mjs start | test')
  if (Number.parseInt(process.versions.node, 10) < 20) {
    throw new SetupError(`Node ${process.versions.node} is too old to set this up: install Node 20 or newer.`)
  }
  await withSetupLock(async () => {
    await ensureInstalled()
    if (mode === 'start') return ensureWebBuilt()
    await ensureWebBuilt().catch(reportAndGoOn)
    await ensureTestPrograms()
  })
}

/** A web app that does not build is for the tests to report, beside everything else that is wrong. */
function reportAndGoOn(error) {
  if (!(error instanceof SetupError)) throw error
  say(error.message)
}
