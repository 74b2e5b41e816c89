import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleMain } from './bundle.ts'
import { makeReceipt } from './sample-receipt.ts'

const source = fileURLToPath(new URL('../../packages/cli', import.meta.url))
const staged = mkdtempSync(join(tmpdir(), 'evidentia-bundle-'))
const receipt = join(staged, 'receipt.json')
const run = (...given: string[]): string =>
  execFileSync(process.execPath, [join(staged, 'dist/main.js'), ...given], { encoding: 'utf8', cwd: staged })

beforeAll(async () => {
  cpSync(join(source, 'package.json'), join(staged, 'package.json'))
  await bundleMain(source, staged)
  writeFileSync(receipt, JSON.stringify(await makeReceipt()))
}, 60_000)
afterAll(() => rmSync(staged, { recursive: true, force: true }))

test('the bundled command verifies a receipt with no package installed beside it', () => {
  expect(run('verify', receipt)).toContain('receipt.json: verified')
})

test('the bundled command knows its version and its commands', () => {
  expect(run('--version').trim()).toMatch(/^\d+\.\d+\.\d+/)
  expect(run('--help')).toMatch(/assess[\s\S]*verify[\s\S]*push[\s\S]*inspect[\s\S]*keygen/)
})
