import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Config } from '../../config.ts'
import { ConfigurationError } from '../../configuration-error.ts'
import { loadRootKey, RootKey } from '../auth/root-key.ts'

const commandMs = 30_000
const encodedKey = /^(?:[0-9a-f]{64}|[A-Za-z0-9+/]{43}=)$/

/**
 * The root key from where the operator keeps it: AWS KMS, a command (which may ask another key management service), the
 * environment, a file the operator names, or the file in the data folder. Made when missing only with KMS and in the data folder.
 */
export async function openRootKey(
  config: Pick<Config, 'rootKey' | 'rootKeyCommand' | 'rootKeyFile' | 'rootKeyKms' | 'dataFolder'>,
): Promise<RootKey> {
  const openFile = join(config.dataFolder, 'root.key')
  if (config.rootKeyKms !== null) {
    // Loaded where it is used only, as the other client of AWS.
    const { openKmsRootKey } = await import('./kms-root-key.ts')
    return openKmsRootKey({ keyId: config.rootKeyKms, file: `${openFile}.kms`, openFile })
  }
  if (config.rootKeyCommand !== null)
    return decodeRootKey(await runCommand(config.rootKeyCommand), 'What EVIDENTIA_ROOT_KEY_COMMAND printed')
  if (config.rootKey !== null) return decodeRootKey(config.rootKey, 'EVIDENTIA_ROOT_KEY')
  return loadRootKey(config.rootKeyFile ?? openFile, config.rootKeyFile === null)
}

// The message never repeats what was given: nearly a key is nearly a secret.
function decodeRootKey(text: string, name: string): RootKey {
  const given = text.trim()
  if (!encodedKey.test(given)) throw new ConfigurationError(`${name} is not 32 bytes in hexadecimal or Base64.`)
  return new RootKey(Buffer.from(given, given.length === 64 ? 'hex' : 'base64'))
}

async function runCommand(command: string): Promise<string> {
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'inherit'], timeout: commandMs })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    printed += part
  })
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail)
    child.once('close', done)
  })
  if (code !== 0)
    throw new ConfigurationError(
      `EVIDENTIA_ROOT_KEY_COMMAND ended with ${code === null ? `no answer within ${commandMs / 1000} seconds` : `exit code ${code}`}; it must print the root key and end with 0.`,
    )
  return printed
}
