import { readFile, stat } from 'node:fs/promises'
import { parseVerifierKey } from '@evidentia/ledger'
import { Refusal } from '../output/explain-error.ts'

const KEYS_BYTES_LIMIT = 65_536

/** The verifier keys named on the command line: each the key's own text, or a file with one key per line. */
export async function readTrustedKeys(given: readonly string[]): Promise<string[]> {
  const keys = (await Promise.all(given.map(readOne))).flat()
  await Promise.all(keys.map(parseVerifierKey))
  return keys
}

async function readOne(text: string): Promise<string[]> {
  if (text.startsWith('PRIVATE+KEY+')) throw privateKey()
  if (/^[^+]+\+[0-9a-f]{8}\+/.test(text)) return [text]
  if ((await stat(text)).size > KEYS_BYTES_LIMIT) throw new Refusal(1, `${text} is not a file of verifier keys.`)
  const lines = (await readFile(text, 'utf8')).split('\n').map((line) => line.trim())
  const keys = lines.filter((line) => line !== '' && !line.startsWith('#'))
  if (keys.some((key) => key.startsWith('PRIVATE+KEY+'))) throw privateKey()
  if (keys.length === 0) throw new Refusal(1, `${text} holds no verifier key; put one on a line of its own.`)
  return keys
}

function privateKey(): Refusal {
  return new Refusal(1, '--key was given a private key; give the verifier key that evidentia keygen printed.')
}
