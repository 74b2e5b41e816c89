import { X509Certificate } from 'node:crypto'
import type { Config } from '../../config.ts'
import { readCertificate } from '../../mail-certificate.ts'
import { look, type Look } from './look.ts'

const soonMs = 21 * 86_400_000

/** Whether mail can come in by TLS, and until when; nothing where none is taken in. */
export async function lookAtMail({ mail }: Pick<Config, 'mail'>): Promise<Look[]> {
  if (mail === null) return []
  if (mail.tls === null)
    return [look('mail', 'note', `taken in on ${mail.host} without TLS: anybody between can read it`)]
  try {
    const certificate = new X509Certificate((await readCertificate(mail.tls)).cert)
    const until = `the certificate ends on ${certificate.validToDate.toISOString().slice(0, 10)}`
    if (certificate.checkHost(mail.name) === undefined)
      return [look('mail', 'bad', `the certificate is not for ${mail.name}`)]
    const left = certificate.validToDate.getTime() - Date.now()
    if (left <= 0) return [look('mail', 'bad', until)]
    return [look('mail', left < soonMs ? 'note' : 'good', `${until}; a renewed one is read at the next start`)]
  } catch (error) {
    return [look('mail', 'bad', error instanceof Error ? error.message : String(error))]
  }
}
