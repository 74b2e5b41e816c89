import { X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { Refusal } from '../../output/explain-error.ts'

const FILE_BYTES_LIMIT = 1_000_000
const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/** The certificates of the files named on the command line: PEM, one or several, or DER. Throws Refusal. */
export async function readTrustAnchors(paths: readonly string[]): Promise<X509Certificate[]> {
  return (await Promise.all(paths.map(readOne))).flat()
}

async function readOne(path: string): Promise<X509Certificate[]> {
  if ((await stat(path)).size > FILE_BYTES_LIMIT) throw new Refusal(1, `${path} is too large to be a certificate.`)
  const bytes = await readFile(path)
  const blocks = bytes.toString('latin1').match(PEM)
  try {
    return (blocks ?? [bytes]).map((certificate) => new X509Certificate(certificate))
  } catch (cause) {
    throw new Refusal(1, `${path} is not a certificate; give the authority\u2019s or its root\u2019s, as PEM or DER.`, {
      cause,
    })
  }
}
