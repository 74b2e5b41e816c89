import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll } from '../testing/file.ts'
import { infoImporter } from './importer.ts'

const programs = '/usr/lib/postgresql/15/bin'
const isRoot = process.getuid?.() === 0
const canRun = isRoot && existsSync('/usr/bin/pgbackrest') && existsSync(`${programs}/initdb`)

/** Runs a program as the user postgres, whom PostgreSQL and pgBackRest insist on. */
function call(program: string, ...given: string[]): string {
  const { status, stdout, stderr } = spawnSync('runuser', ['-u', 'postgres', '--', program, ...given], {
    encoding: 'utf8',
    cwd: '/',
    // Whoever keeps standard error open is waited for, and the server outlives the program that started it.
    stdio: ['ignore', 'pipe', program.endsWith('pg_ctl') ? 'ignore' : 'pipe'],
    timeout: 60_000,
  })
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stdout}${stderr}`)
  return stdout
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port is free')),
      )
    })
  })
}

describe('pgBackRest on this machine', () => {
  it.skipIf(!canRun)(
    'has its backups read as it writes them now (skipped where pgbackrest and postgresql-15 of Debian are not installed, or without root)',
    { timeout: 120_000 },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'evidentia-pgbackrest-'))
      const [data, repository, settings] = [join(folder, 'data'), join(folder, 'repository'), join(folder, 'a.conf')]
      const server = (...given: string[]): string => call(`${programs}/pg_ctl`, '-D', data, '-w', ...given)
      const backRest = (...given: string[]): string =>
        call('pgbackrest', `--config=${settings}`, '--stanza=ehr', '--log-level-console=error', ...given)
      let isStarted = false
      try {
        const port = await freePort()
        for (const path of [repository, join(folder, 'log'), join(folder, 'lock')]) mkdirSync(path)
        writeFileSync(
          settings,
          [
            '[global]',
            `repo1-path=${repository}`,
            'repo1-cipher-type=aes-256-cbc',
            'repo1-cipher-pass=for-this-test-only',
            `log-path=${folder}/log`,
            `lock-path=${folder}/lock`,
            'start-fast=y',
            '[ehr]',
            `pg1-path=${data}`,
            `pg1-port=${port}`,
            `pg1-socket-path=${folder}`,
            '',
          ].join('\n'),
        )
        spawnSync('chown', ['-R', 'postgres', folder])
        call(`${programs}/initdb`, '-D', data, '--no-sync', '--auth=trust')
        const archive = `pgbackrest --config=${settings} --stanza=ehr archive-push %p`
        writeFileSync(
          join(data, 'postgresql.auto.conf'),
          `port = ${port}\nlisten_addresses = ''\nunix_socket_directories = '${folder}'\narchive_mode = on\narchive_command = '${archive}'\n`,
        )
        server('start', '-l', join(folder, 'server.log'))
        isStarted = true
        backRest('stanza-create')
        backRest('backup', '--type=full')
        backRest('backup', '--type=incr')
        const info = call('pgbackrest', `--config=${settings}`, 'info', '--output=json')
        const { records, skipped } = await importAll(infoImporter, fileOf('live.json', info))
        expect(records.map(({ body }) => body)).toMatchObject([
          { job: 'ehr', kind: 'full', outcome: 'succeeded', encrypted: true, startedAt: expect.any(String) },
          { job: 'ehr', kind: 'incremental', outcome: 'succeeded', repository: 'repository 1' },
        ])
        expect(skipped).toEqual([])
      } finally {
        if (isStarted) server('stop', '-m', 'immediate')
        rmSync(folder, { recursive: true, force: true })
      }
    },
  )
})
