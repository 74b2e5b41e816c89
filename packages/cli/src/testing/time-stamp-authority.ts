import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Whether this machine's OpenSSL can play an authority: `ts`, and `cms -cades` (3.0) for stamps that `ts` refuses to make. */
export const hasOpenssl = spawnSync('openssl', ['cms', '-help'], { encoding: 'utf8' }).stderr.includes('-cades')

/** What a certificate is: extensions as OpenSSL writes them, `days` as `YYYYMMDD..YYYYMMDD`. */
export interface CertificateRequest {
  readonly name: string
  readonly issuer?: string
  readonly extensions: readonly string[]
  readonly days?: string
  readonly key?: 'ec' | 'rsa'
}

export const AUTHORITY = ['extendedKeyUsage=critical,timeStamping']
export const ISSUER = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign']

const CA_CONFIG = `[ca]
default_ca=one
[one]
dir=.
database=index.txt
rand_serial=yes
unique_subject=no
default_md=sha256
policy=any
new_certs_dir=.
[any]
commonName=supplied
`

/** A time stamp authority made with OpenSSL in a folder, with as many certificates as a test needs. */
export class TimeStampAuthority {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
    this.#write('ca.cnf', CA_CONFIG)
    this.#write('index.txt', '')
    this.#write('serial', '01\n')
  }

  /** The path of a file of this authority: `<name>.pem` is a certificate. */
  path(name: string): string {
    return join(this.#folder, name)
  }

  issue({ name, issuer, extensions, days = '20200101..20900101', key = 'ec' }: CertificateRequest): void {
    const [from, to] = days.split('..')
    const newKey = key === 'rsa' ? ['rsa:2048'] : ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256']
    const subject = ['-subj', `/CN=${name}`]
    this.#run([
      'req',
      '-new',
      '-newkey',
      ...newKey,
      '-nodes',
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
      ...subject,
    ])
    this.#write(`${name}.ext`, `${extensions.join('\n')}\n`)
    const signer =
      issuer === undefined
        ? ['-selfsign', '-keyfile', `${name}.key`]
        : ['-cert', `${issuer}.pem`, '-keyfile', `${issuer}.key`]
    const dates = ['-startdate', `${from}000000Z`, '-enddate', `${to}000000Z`]
    const files = ['-in', `${name}.csr`, '-out', `${name}.pem`, '-extfile', `${name}.ext`]
    this.#run(['ca', '-batch', '-notext', '-config', 'ca.cnf', ...signer, ...dates, ...files])
  }

  /** What `openssl ts` answers for these bytes; `carried` are further certificates put into the answer. */
  stamp(bytes: Uint8Array, signer: string, carried: readonly string[] = []): Buffer {
    this.#write('data', bytes)
    this.#write('chain.pem', carried.map((name) => readFileSync(this.path(`${name}.pem`), 'utf8')).join(''))
    const settings = {
      serial: 'serial',
      signer_cert: `${signer}.pem`,
      signer_key: `${signer}.key`,
      signer_digest: 'sha256',
      default_policy: '1.2.3.4.1',
      digests: 'sha256',
      ...(carried.length === 0 ? {} : { certs: 'chain.pem' }),
    }
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`)
    this.#write('tsa.cnf', `[tsa]\ndefault_tsa=one\n[one]\n${lines.join('')}`)
    this.#run(['ts', '-query', '-data', 'data', '-sha256', '-cert', '-out', 'query'])
    this.#run(['ts', '-reply', '-queryfile', 'query', '-config', 'tsa.cnf', '-out', 'reply'])
    return readFileSync(this.path('reply'))
  }

  /** The same time under another certificate's signature, one that `openssl ts` would not sign with. */
  signAgain(stamp: Uint8Array, signer: string): Buffer {
    this.#write('reply', stamp)
    this.#run(['ts', '-reply', '-in', 'reply', '-token_out', '-out', 'token'])
    const content = ['-inform', 'DER', '-in', 'token', '-out', 'info']
    this.#run(['cms', '-verify', '-noverify', ...content])
    const type = ['-econtent_type', '1.2.840.113549.1.9.16.1.4', '-binary', '-nodetach', '-cades', '-md', 'sha256']
    const key = ['-signer', `${signer}.pem`, '-inkey', `${signer}.key`]
    this.#run(['cms', '-sign', '-in', 'info', '-outform', 'DER', '-out', 'token', ...type, ...key])
    const token = readFileSync(this.path('token'))
    const granted = Buffer.from('3003020100', 'hex')
    const length = Buffer.alloc(4, 0x82)
    length[0] = 0x30
    length.writeUInt16BE(granted.length + token.length, 2)
    return Buffer.concat([length, granted, token])
  }

  /** Whether `openssl ts -verify` accepts it too. */
  isAcceptedByOpenssl(stamp: Uint8Array, bytes: Uint8Array, anchor: string): boolean {
    this.#write('data', bytes)
    this.#write('reply', stamp)
    const words = ['ts', '-verify', '-in', 'reply', '-data', 'data', '-CAfile', `${anchor}.pem`]
    return spawnSync('openssl', words, { cwd: this.#folder }).status === 0
  }

  #run(words: readonly string[]): void {
    const { status, stderr } = spawnSync('openssl', words, { cwd: this.#folder, encoding: 'utf8' })
    if (status !== 0) throw new Error(`openssl ${words.join(' ')}: ${stderr}`)
  }

  #write(name: string, content: string | Uint8Array): void {
    writeFileSync(this.path(name), content)
  }
}

/** The SHA-256 of `bytes`, for finding it in a stamp. */
export function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}
