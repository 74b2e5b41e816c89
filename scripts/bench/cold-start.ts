import { spawnSync } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleMain } from '../pack/bundle.ts'
import { makeReceipt } from '../pack/sample-receipt.ts'
import { type Figure, time } from './measure.ts'

const calls = 8

/** One receipt verified by the command as it is published, from nothing, against the start of Node alone. */
export function coldStartFigure(folder: string): Figure {
  const source = fileURLToPath(new URL('../../packages/cli', import.meta.url))
  const [staged, receipt] = [join(folder, 'cli'), join(folder, 'receipt.json')]
  return {
    name: `verify one receipt with the published command, started from nothing, ${calls} times`,
    reference: 'node -e 0 as often',
    goal: 3,
    prepare: async () => {
      cpSync(join(source, 'package.json'), join(staged, 'package.json'))
      await bundleMain(source, staged)
      writeFileSync(receipt, JSON.stringify(await makeReceipt()))
    },
    runOurs: async () => time(() => callNode([join(staged, 'dist/main.js'), 'verify', receipt])),
    runReference: async () => time(() => callNode(['-e', '0'])),
  }
}

function callNode(given: readonly string[]): void {
  for (let call = 0; call < calls; call += 1) {
    const { status, stderr } = spawnSync(process.execPath, given, { encoding: 'utf8' })
    if (status !== 0) throw new Error(`node ${given.join(' ')} failed: ${stderr}`)
  }
}
