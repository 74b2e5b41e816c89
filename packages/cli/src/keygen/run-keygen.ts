import { randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { createSigner, encodeSignerKey } from '@evidentia/ledger'
import type { ExitCode } from '../command.ts'
import { plainText } from '../output/plain-text.ts'
import type { Terminal } from '../output/terminal.ts'

/** Writes a new private key, readable by its owner only, and prints the verifier key alone so that it can be piped. */
export async function runKeygen(path: string, name: string | undefined, terminal: Terminal): Promise<ExitCode> {
  const seed = new Uint8Array(randomBytes(32))
  const keyName = name ?? basename(path, extname(path))
  const { vkey } = createSigner(seed, keyName)
  // "wx": a key that signed something is never overwritten. The mode holds from the first byte on.
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(`${encodeSignerKey(seed, keyName)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  terminal.print(`${vkey}\n`)
  terminal.complain(
    `The private key is in ${plainText(path)}; keep it secret. Give the line above to whoever is to verify.\n`,
  )
  return 0
}
