import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { ConfigurationError } from '../../../configuration-error.ts'

/** The operating-system user PostgreSQL runs as; `null` is the user of this process. */
export type SystemUser = { readonly name: string; readonly uid: number; readonly gid: number } | null

const ownUser = 'evidentia-postgres'

/**
 * PostgreSQL refuses to run as root, rightly. As root, a system user of its own is created; where that is not possible
 * an existing unprivileged one is used.
 */
export function chooseSystemUser(): SystemUser {
  if (process.getuid?.() !== 0) return null
  const existing = findUser(ownUser)
  if (existing !== null) return existing
  spawnSync('/usr/sbin/useradd', [
    '--system',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
    ownUser,
  ])
  const user = findUser(ownUser) ?? findUser('postgres') ?? findUser('nobody')
  if (user === null) {
    throw new ConfigurationError(
      'PostgreSQL must not run as root and no other system user could be found; run useradd --system evidentia-postgres.',
    )
  }
  return user
}

/** Whether `user` can pass through every folder above `path` and enter the nearest one that exists. */
export function canReach(user: SystemUser, path: string): boolean {
  if (user === null) return true
  for (let at = path; ; at = dirname(at)) {
    const folder = statSync(at, { throwIfNoEntry: false })
    if (folder !== undefined && !isPassable(user, folder)) return false
    if (at === dirname(at)) return true
  }
}

function isPassable(
  user: { readonly uid: number; readonly gid: number },
  { mode, uid, gid }: { mode: number; uid: number; gid: number },
): boolean {
  if (uid === user.uid) return (mode & 0o100) !== 0
  if (gid === user.gid) return (mode & 0o010) !== 0
  return (mode & 0o001) !== 0
}

function findUser(name: string): SystemUser {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid === undefined || gid === undefined ? null : { name, uid: Number(uid), gid: Number(gid) }
}
