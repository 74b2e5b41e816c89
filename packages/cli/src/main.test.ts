import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const main = join(import.meta.dirname, 'main.ts')
const sample = join(import.meta.dirname, '../../../examples/ehr-hosting')

test('the command exits with the code its work answers, and says why on the error stream', async () => {
  const failed = promisify(execFile)(process.execPath, [main, 'verify', '/nowhere.zip'])
  await expect(failed).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: 'evidentia: /nowhere.zip does not exist; check the path.\n',
  })
})

test('a reader that closes early stops it without a word', async () => {
  const pipe = `"$0" "$1" assess "$2" --as-of 2026-10-31 --json | head -c 10`
  const { stdout, stderr } = await promisify(execFile)('sh', ['-c', pipe, process.execPath, main, sample])
  expect({ stdout, stderr }).toEqual({ stdout: '{\n  "asOf"', stderr: '' })
})
