import { ConfigurationError } from './configuration-error.ts'
import {
  dnsServers,
  optionalHostName,
  optionalPath,
  optionalWhole,
  type Setting,
  text,
  toggle,
  whole,
} from './setting-readers.ts'

/** How mail is taken in. Where none is, there is no such configuration. */
export interface MailConfig {
  readonly port: number
  readonly host: string
  /** The name that is announced and stands after the @ of every mailbox. */
  readonly name: string
  readonly tls: { readonly certificateFile: string; readonly keyFile: string } | null
  /** Whether a message may come without TLS. */
  readonly isPlaintextAllowed: boolean
  /** Whether mailboxes that ask for no proof of the sender take mail. */
  readonly isUnprovenAllowed: boolean
  readonly limitBytes: number
  readonly connections: number
  readonly idleMs: number
  /** DNS servers as address or address:port; empty: those of this machine. */
  readonly dnsServers: readonly string[]
}

/** The settings of taking in mail, part of the one table. */
export const mailSettings = {
  EVIDENTIA_MAIL_PORT: {
    description: 'TCP port on which mail is taken in (SMTP); unless set, none is.',
    fallback: '',
    read: optionalWhole(0, 65_535),
  },
  EVIDENTIA_MAIL_HOST: { description: 'Address on which mail is taken in.', fallback: '127.0.0.1', read: text },
  EVIDENTIA_MAIL_NAME: {
    description:
      'Host name of the mail server, as in its MX record and certificate; it stands after the @ of each mailbox.',
    fallback: '',
    read: optionalHostName,
  },
  EVIDENTIA_MAIL_CERTIFICATE: {
    description: 'PEM file with the certificate of EVIDENTIA_MAIL_NAME and those between it and its root.',
    fallback: '',
    read: optionalPath,
  },
  EVIDENTIA_MAIL_KEY: {
    description: 'PEM file with the private key of the certificate.',
    fallback: '',
    read: optionalPath,
  },
  EVIDENTIA_MAIL_PLAINTEXT: {
    description: 'Whether mail is taken in without TLS on an address other than loopback: on or off.',
    fallback: 'off',
    read: toggle,
  },
  EVIDENTIA_MAIL_UNPROVEN: {
    description: 'Whether mailboxes that ask for neither DKIM nor SPF take mail: on or off.',
    fallback: 'off',
    read: toggle,
  },
  EVIDENTIA_MAIL_LIMIT_MIB: { description: 'Largest message, in MiB.', fallback: '25', read: whole(1, 256) },
  EVIDENTIA_MAIL_CONNECTIONS: {
    description: 'Mail connections at the same time; one address gets half of them.',
    fallback: '20',
    read: whole(2, 1000),
  },
  EVIDENTIA_MAIL_IDLE_SECONDS: {
    description: 'A mail connection on which nothing comes for so long is closed.',
    fallback: '60',
    read: whole(1, 600),
  },
  EVIDENTIA_MAIL_DNS: {
    description:
      'DNS servers asked for DKIM, SPF and DMARC, as address or address:port, separated by commas; unless set, those of this machine.',
    fallback: '',
    read: dnsServers,
  },
} as const satisfies { readonly [name: string]: Setting<unknown> }

interface MailSettings extends Omit<MailConfig, 'port' | 'name' | 'tls'> {
  readonly port: number | null
  readonly name: string | null
  readonly certificateFile: string | null
  readonly keyFile: string | null
}

/** Judges the settings together. Null: no mail is taken in. */
export function readMail({ port, name, certificateFile, keyFile, ...rest }: MailSettings): MailConfig | null {
  if (port === null) return null
  if (name === null)
    throw new ConfigurationError(
      'EVIDENTIA_MAIL_PORT is set without EVIDENTIA_MAIL_NAME; set the host name that stands in the MX record.',
    )
  if ((certificateFile === null) !== (keyFile === null))
    throw new ConfigurationError('Set EVIDENTIA_MAIL_CERTIFICATE and EVIDENTIA_MAIL_KEY together, or neither.')
  const tls = certificateFile === null || keyFile === null ? null : { certificateFile, keyFile }
  const isPlaintextAllowed = rest.isPlaintextAllowed || /^(127\.\d+\.\d+\.\d+|::1|localhost)$/.test(rest.host)
  if (tls === null && !isPlaintextAllowed)
    throw new ConfigurationError(
      `Mail would be taken in without TLS on ${rest.host}; set EVIDENTIA_MAIL_CERTIFICATE and EVIDENTIA_MAIL_KEY, or EVIDENTIA_MAIL_PLAINTEXT=on.`,
    )
  return { port, name, tls, ...rest, isPlaintextAllowed }
}
