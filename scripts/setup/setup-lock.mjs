import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { SetupError, root, say } from './progress.mjs'

const lockFile = join(root, '.setup-lock')
const STALE_AFTER_MS = 20 * 60_000

/**
 * Runs `work` while holding the clone's set-up lock, so that `npm start` and `npm test` started together do not install
 * into each other. The lock is a hard link, so it appears with its holder's process id already in it.
 */
export async function withSetupLock(work) {
  await acquire()
  const release = () => rmSync(lockFile, { force: true })
  const releaseAndStop = () => {
    release()
    process.exit(130)
  }
  process.once('SIGINT', releaseAndStop)
  process.once('SIGTERM', releaseAndStop)
  try {
    await work()
  } finally {
    process.off('SIGINT', releaseAndStop)
    process.off('SIGTERM', releaseAndStop)
    release()
  }
}

async function acquire() {
  const mine = `${lockFile}.${process.pid}`
  let announced = false
  try {
    writeFileSync(mine, String(process.pid))
  } catch (error) {
    throw new SetupError(`Cannot write to ${root} (${error.code}): run this as the user the folder belongs to.`)
  }
  try {
    while (!tryLink(mine)) {
      if (isStale()) {
        removeStale()
        continue
      }
      if (!announced) say('Another set-up of this clone is running; waiting for it ...')
      announced = true
      await sleep(500)
    }
  } finally {
    rmSync(mine, { force: true })
  }
}

function tryLink(mine) {
  try {
    linkSync(mine, lockFile)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function isStale() {
  try {
    if (Date.now() - statSync(lockFile).mtimeMs > STALE_AFTER_MS) return true
    return !isAlive(Number(readFileSync(lockFile, 'utf8')))
  } catch (error) {
    if (error.code === 'ENOENT') return false
    throw error
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Renaming first lets exactly one of several waiters remove a dead holder's lock. */
function removeStale() {
  const grave = `${lockFile}.stale.${process.pid}`
  try {
    renameSync(lockFile, grave)
  } catch (error) {
    if (error.code === 'ENOENT') return
    throw error
  }
  rmSync(grave, { force: true })
}
