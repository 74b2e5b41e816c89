import { readFile, stat } from 'node:fs/promises'
import { Refusal } from '../output/explain-error.ts'

const CHECKPOINT_BYTES_LIMIT = 1_000_000

/** The checkpoints named on the command line, as they were saved; the ledger judges them. */
export async function readSeenCheckpoints(paths: readonly string[]): Promise<Uint8Array[]> {
  return Promise.all(paths.map(readOne))
}

async function readOne(path: string): Promise<Uint8Array> {
  if ((await stat(path)).size > CHECKPOINT_BYTES_LIMIT) {
    throw new Refusal(1, `${path} is not a checkpoint; give the few lines that a log signs, such as log/checkpoint.`)
  }
  return readFile(path)
}
