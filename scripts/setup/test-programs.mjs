import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { run, say, timed } from './progress.mjs'

const commands = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const wellKnown = [
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The path of a Chromium on this machine, or undefined. `EVIDENTIA_CHROMIUM` names one outright. */
export function findChromium() {
  const named = process.env.EVIDENTIA_CHROMIUM
  if (named) return named
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => commands.map((name) => join(folder, name)))
  return [...onPath, ...wellKnown].find(isExecutable)
}

/**
 * Finds what the tests run beside Node, and installs what is missing where that can be done: on Debian, as root. Without Chromium the
 * browser tests fail by name; without Go, which gives a second opinion on the log, and without restic, pgBackRest and slapd, which are
 * read, their tests say that they were skipped.
 */
export async function ensureTestPrograms() {
  const missing = [
    ...(findChromium() ? [] : ['chromium', 'fonts-liberation']),
    ...(hasGo() ? [] : goPackages),
    ...(isExecutable('/usr/bin/restic') ? [] : ['restic']),
    ...(isExecutable('/usr/sbin/slapd') ? [] : ['slapd']),
    ...(hasBackRest() ? [] : ['pgbackrest', 'postgresql-15']),
  ]
  if (missing.length > 0 && isRoot() && isDebian()) {
    await timed(`Installing ${missing.join(', ')} with apt-get for the tests`, 'Test programs done', async () =>
      installOnDebian(missing),
    )
  }
  if (findChromium()) return
  say(
    'Chromium was not found: install it (on Debian: apt-get install chromium) or set EVIDENTIA_CHROMIUM to its path; ' +
      'the browser tests fail without it.',
  )
}

const goPackages = ['golang-go', 'golang-golang-x-mod-dev']

function hasGo() {
  return existsSync('/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog') && isExecutable('/usr/bin/go')
}

/** pgBackRest backs up a running server of the version that Debian has, which the embedded one is not. */
function hasBackRest() {
  return isExecutable('/usr/bin/pgbackrest') && isExecutable('/usr/lib/postgresql/15/bin/initdb')
}

async function installOnDebian(packages) {
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
  const update = await run('apt-get', ['update', '-q'], quiet)
  const install = await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], quiet)
  const failed = install.ok ? undefined : update.ok ? install : update
  if (failed) say(`  apt-get failed: ${failed.output.trim().split('\n').at(-1)}`)
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function isRoot() {
  return process.getuid?.() === 0
}

/** Ubuntu is left out: its chromium package only points at a snap, which cannot be driven headless as root. */
function isDebian() {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
}
