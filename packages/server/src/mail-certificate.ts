import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { ConfigurationError } from './configuration-error.ts'
import type { MailConfig } from './mail-config.ts'

/** The certificate and its key, in PEM. Throws ConfigurationError for files that are not there or do not belong together. */
export async function readCertificate({ certificateFile, keyFile }: NonNullable<MailConfig['tls']>) {
  try {
    const [cert, key] = await Promise.all([readFile(certificateFile, 'utf8'), readFile(keyFile, 'utf8')])
    createSecureContext({ cert, key })
    return { cert, key }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigurationError(
      `EVIDENTIA_MAIL_CERTIFICATE and EVIDENTIA_MAIL_KEY cannot be used (${reason}); name a certificate and its key in PEM.`,
      { cause },
    )
  }
}
