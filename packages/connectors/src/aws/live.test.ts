import { createServer } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { collect } from '../collection/collect.ts'
import { createContext } from '../outbound/context.ts'
import { fileOf, importAll } from '../testing/file.ts'
import { aws } from './index.ts'

// A double of AWS on the wire, for the services that the simulator lacks or cannot be made to fail: the requests are those of the
// SDK, signed, and the answers are read by the SDK's own models. What the simulator has is collected from it in the server's tests.

interface Asked {
  readonly service: string
  readonly operation: string
  readonly url: URL
}

type Fault = (
  asked: Asked,
) => { readonly status: number; readonly headers?: Record<string, string>; readonly body: string } | null

const secrets = { accessKeyId: 'AKIAEXAMPLE0000001', secretAccessKey: 'a-secret-that-nobody-may-see' }
let fault: Fault = () => null
let asked: Asked[] = []
let address = ''

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => void chunks.push(chunk))
  request.on('end', () => {
    const url = new URL(request.url ?? '/', address)
    const service =
      /Credential=[^/]+\/\d{8}\/[^/]+\/([a-z0-9]+)\/aws4_request/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    const target =
      String(request.headers['x-amz-target'] ?? '')
        .split('.')
        .at(-1) ?? ''
    const action = new URLSearchParams(Buffer.concat(chunks).toString()).get('Action') ?? ''
    const one = { service, operation: target || action || `${request.method} ${url.pathname}`, url }
    asked.push(one)
    const broken = fault(one)
    if (broken !== null) {
      response.writeHead(broken.status, broken.headers).end(broken.body)
      return
    }
    if (service === 'sts') {
      response.writeHead(200, { 'content-type': 'text/xml' })
      response.end(
        '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/reader</Arn><UserId>AIDA</UserId></GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>',
      )
      return
    }
    const next = url.searchParams.get('nextToken')
    const job = (id: string, state: string) => ({
      BackupJobId: id,
      BackupVaultName: 'vault',
      ResourceArn: 'arn:aws:rds:us-east-1:123456789012:db:ehr',
      State: state,
      CreationDate: 1_780_300_000,
      IsEncrypted: true,
    })
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify(
        next === null
          ? { BackupJobs: [job('j1', 'COMPLETED'), job('j2', 'FAILED')], NextToken: 'page-2' }
          : { BackupJobs: [job('j3', 'EXPIRED')] },
      ),
    )
  })
})

beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const at = server.address()
  address = `http://127.0.0.1:${typeof at === 'object' ? at?.port : ''}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  fault = () => null
  asked = []
})

async function run(dataset = 'backups', more: object = {}) {
  const { collector } = aws
  if (collector === undefined) return expect.unreachable('it has no collector')
  const settings = { regions: ['us-east-1', 'eu-west-1'], account: '123456789012', endpoint: address, ...more }
  const chunks: Uint8Array[] = []
  const collected = await collect({
    connector: 'aws',
    collector,
    dataset,
    connected: { settings, secrets },
    context: createContext({
      allowedHosts: [new URL(address).host],
      signal: new AbortController().signal,
      timeoutMs: 400,
      backoffMs: 2,
      maxWaitMs: 2000,
    }),
    write: (chunk) => void chunks.push(chunk),
  })
  const artifact = Buffer.concat(chunks)
  const importer = collector.datasets.find(({ id }) => id === dataset)?.importer
  if (importer === undefined) return expect.unreachable('there is no such dataset')
  return { collected, artifact, read: async () => importAll(importer, fileOf('collected.json', artifact)) }
}

describe('AWS, on the wire', () => {
  it('is asked region by region and page by page, signed, for no more than a month', async () => {
    const { collected, read } = await run()
    expect(collected).toMatchObject({ failure: null, unread: [], replies: 4 })
    const { records, skipped } = await read()
    expect(records.map(({ key, body }) => [key, 'outcome' in body && body.outcome]).slice(0, 3)).toEqual([
      ['j1', 'succeeded'],
      ['j2', 'failed'],
      ['j3', 'failed'],
    ])
    // The double gives both regions the same jobs: what stands twice is said, and not counted twice.
    expect(skipped).toHaveLength(3)
    const jobs = asked.filter(({ service }) => service === 'backup')
    expect(jobs).toHaveLength(4)
    const after = Date.parse(jobs[0]?.url.searchParams.get('createdAfter') ?? '')
    expect(Date.now() - after).toBeLessThan(32 * 86_400_000)
  })

  it('refuses another account before anything of it is read', async () => {
    const { collected } = await run('backups', { account: '999999999999' })
    expect(collected.failure).toMatchObject({ kind: 'credentials' })
    expect(asked.map(({ service }) => service)).toEqual(['sts'])
  })

  it.each([
    ['a wrong key', 403, 'InvalidClientTokenId', 'credentials'],
    ['an expired token', 403, 'ExpiredToken', 'credentials'],
    ['a wrong signature', 403, 'SignatureDoesNotMatch', 'credentials'],
  ])('says what is wrong with %s, and leaves evidence that nothing was read', async (_name, status, code, kind) => {
    fault = () => ({
      status,
      headers: { 'content-type': 'text/xml' },
      body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>No.</Message></Error></ErrorResponse>`,
    })
    const { collected, read } = await run()
    expect(collected.failure, JSON.stringify(collected)).toMatchObject({ kind })
    const { records, skipped } = await read()
    expect(records).toEqual([])
    expect(skipped).toHaveLength(1)
  })

  it('names the region whose right is missing, and reads the others', async () => {
    let denied = 0
    fault = ({ service }) => {
      if (service !== 'backup' || (denied += 1) > 1) return null
      return {
        status: 403,
        headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' },
        body: JSON.stringify({ message: 'not authorized to perform: backup:ListBackupJobs' }),
      }
    }
    const { collected, read } = await run()
    expect(collected.unread).toMatchObject([{ about: 'backup jobs in us-east-1', kind: 'permission' }])
    expect((await read()).records).toHaveLength(3)
  })

  it('waits where it is asked to, and tries again what is passing', async () => {
    let failed = 0
    fault = () => ((failed += 1) > 2 ? null : { status: 503, headers: { 'retry-after': '0' }, body: '' })
    expect((await run()).collected).toMatchObject({ failure: null, unread: [] })
    failed = 0
    fault = () =>
      (failed += 1) > 1
        ? null
        : { status: 429, headers: { 'x-amzn-errortype': 'ThrottlingException' }, body: '{"message":"Rate exceeded"}' }
    expect((await run()).collected).toMatchObject({ failure: null, unread: [] })
  })

  it('says that a service stays down, and keeps no secret', async () => {
    fault = ({ service }) => (service === 'backup' ? { status: 500, body: '' } : null)
    const { collected, artifact } = await run()
    expect(collected.unread.map(({ kind }) => kind)).toEqual(['unreachable', 'unreachable'])
    expect(artifact.toString() + JSON.stringify(collected)).not.toContain(secrets.secretAccessKey)
  })
})
