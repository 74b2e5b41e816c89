import { execFile } from 'node:child_process'
import { readFile, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from './testing/run.ts'
import { writeFolder } from './testing/small-workload.ts'

const repository = join(import.meta.dirname, '../../..')
const page = await readFile(join(repository, 'docs/cli.md'), 'utf8')

/** The shell blocks of the page, in their order; those marked as needing a server are left out. */
const blocks = [...page.matchAll(/(<!-- needs a server -->\n+)?```sh\n([\s\S]*?)```/g)]
  .filter(([, marked]) => marked === undefined)
  .map(([, , commands = '']) => commands)

let folder: Awaited<ReturnType<typeof writeFolder>>

// A reader's folder: the examples are there, and `npx evidentia` runs these sources.
beforeAll(async () => {
  const npx = `#!/bin/sh\nshift\nexec "${process.execPath}" "${join(repository, 'packages/cli/src/main.ts')}" "$@"\n`
  folder = await writeFolder({ 'bin/npx': npx })
  await promisify(execFile)('chmod', ['+x', join(folder.path, 'bin/npx')])
  await symlink(join(repository, 'examples'), join(folder.path, 'examples'))
})
afterAll(async () => {
  await rm(join(folder.path, 'examples'))
  await folder[Symbol.asyncDispose]()
})

test('the page has commands to run', () => {
  expect(blocks.length).toBeGreaterThan(4)
  expect(blocks.every((block) => block.includes('npx evidentia '))).toBe(true)
})

// One test: a block may use what an earlier one made.
test('every command of the page runs as it stands', { timeout: 120_000 }, async () => {
  const env = { ...process.env, PATH: `${join(folder.path, 'bin')}:${process.env['PATH'] ?? ''}` }
  for (const block of blocks) {
    const ran = promisify(execFile)('sh', ['-e', '-c', block], { cwd: folder.path, env })
    await expect(ran, block).resolves.toMatchObject({ stdout: expect.any(String) })
  }
})

test('the page names every command and every option there is', async () => {
  const { out } = await run('--help')
  const commands = [...out.matchAll(/^ {2}(\w+) \[options\]/gm)].map(([, name = '']) => name)
  expect(commands).toEqual([
    'assess',
    'ask',
    'check',
    'clocks',
    'verify',
    'population',
    'rerun',
    'push',
    'inspect',
    'keygen',
  ])
  for (const command of commands) {
    expect(page).toContain(`npx evidentia ${command} `)
    const help = (await run(command, '--help')).out
    for (const [, option = ''] of help.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)) {
      if (option !== '--help') expect(page, `${command} ${option}`).toContain(option)
    }
  }
})
