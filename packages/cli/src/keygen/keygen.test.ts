import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parseSignerKey, parseVerifierKey } from '@evidentia/ledger'
import { expect, test } from 'vitest'
import { run } from '../testing/run.ts'
import { writeFolder } from '../testing/small-workload.ts'

test('a new key is readable by its owner only, and what is printed is its public half alone', async () => {
  await using folder = await writeFolder({})
  const path = join(folder.path, 'northquay.key')
  const { code, out } = await run('keygen', path)
  expect(code).toBe(0)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  const signer = parseSignerKey(await readFile(path, 'utf8'))
  expect(out).toBe(`${signer.vkey}\n`)
  expect((await parseVerifierKey(out.trim())).name).toBe('northquay')
})

test('a key that exists is never overwritten', async () => {
  await using folder = await writeFolder({ 'kept.key': 'mine' })
  const { code, out, errors } = await run('keygen', join(folder.path, 'kept.key'))
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(errors).toContain('already exists and is not overwritten')
  expect(await readFile(join(folder.path, 'kept.key'), 'utf8')).toBe('mine')
})

test('a name that cannot name a key is refused before a file is made', async () => {
  await using folder = await writeFolder({})
  const path = join(folder.path, 'x.key')
  expect(await run('keygen', path, '--name', 'two words')).toMatchObject({ code: 1 })
  await expect(stat(path)).rejects.toThrow('ENOENT')
})
