import { expect, describe, it } from 'vitest'
import { z } from 'zod'
import { fileOf, importAll, refusalOf } from '../testing/file.ts'
import { collect } from './collect.ts'
import { createCollectionImporter } from './collection-importer.ts'
import { type CollectContext, defineCollector, type Reply, type Unread } from './collector.ts'
import { CollectFailure } from './failure.ts'

const importer = createCollectionImporter({
  connector: 'ward',
  dataset: 'doors',
  version: 1,
  title: 'Doors',
  recordTypes: ['asset'],
  paths: ['[]'],
  open: (read) => ({
    *take(part, { about }) {
      const name = read.parse(z.string(), part.value, part)
      yield {
        record: {
          type: 'asset',
          key: name,
          line: part.line,
          body: { identifier: name, name, kind: 'other', system: about },
        },
      }
    },
  }),
})

function collectorOf(answers: () => Iterable<Reply | Unread>) {
  return defineCollector({
    version: 1,
    settings: z.strictObject({ ward: z.string() }),
    secrets: { token: { title: 'Token', says: 'Of the ward.' } },
    schedule: 'daily',
    sourceOf: ({ ward }) => ward,
    datasets: [
      {
        id: 'doors',
        title: 'Doors',
        says: 'Every door.',
        permissions: [],
        requests: () => ['GET /doors'],
        importer,
        collect: async function* () {
          yield* answers()
        },
      },
    ],
  })
}

const nothing: CollectContext = {
  http: { send: async () => Promise.reject(new CollectFailure('unreachable', 'There is no network here.')) },
  ldap: { search: () => expect.unreachable() },
  sql: { rows: () => expect.unreachable() },
  signal: new AbortController().signal,
  now: () => '2026-12-01T10:00:00.000Z',
}

async function run(answers: () => Iterable<Reply | Unread>, signal = nothing.signal) {
  const chunks: Uint8Array[] = []
  const collected = await collect({
    connector: 'ward',
    collector: collectorOf(answers),
    dataset: 'doors',
    connected: { settings: { ward: 'north' }, secrets: { token: 's3cr3t"token' } },
    context: { ...nothing, signal },
    write: (chunk) => void chunks.push(chunk),
  })
  const artifact = Buffer.concat(chunks)
  return { collected, artifact, read: async () => importAll(importer, fileOf('doors.json', artifact)) }
}

const reply = (about: string, body: unknown): Reply => ({ request: `GET /${about}`, about, body })

describe('a collection', () => {
  it('leaves each reply as it came, and records are made of that and of nothing else', async () => {
    const { collected, artifact, read } = await run(function* () {
      yield reply('north', ['front', 'back'])
      yield reply('south', ['side'])
    })
    expect(collected).toMatchObject({ replies: 2, counts: { north: 1, south: 1 }, unread: [], failure: null })
    expect(JSON.parse(artifact.toString())).toMatchObject({
      collection: { connector: 'ward', dataset: 'doors', version: 1, source: 'north' },
      replies: [{ request: 'GET /north', at: nothing.now(), body: ['front', 'back'] }, { about: 'south' }],
      end: { replies: 2, unread: 0, complete: true },
    })
    const { records, skipped } = await read()
    expect(records.map(({ key }) => key)).toEqual(['front', 'back', 'side'])
    expect(skipped).toEqual([])
  })

  it('says of each resource that it could not be read, as a row that is missing', async () => {
    const { read } = await run(function* () {
      yield reply('north', ['front'])
      yield { request: 'GET /south', about: 'south', kind: 'permission', reason: 'The ward answered 403.' }
    })
    const { records, skipped } = await read()
    expect(records).toHaveLength(1)
    expect(skipped).toEqual([{ line: 3, field: 'south', reason: 'could not be read: The ward answered 403.' }])
  })

  it('leaves what it has when it fails, and never reads as whole', async () => {
    const { collected, read } = await run(function* () {
      yield reply('north', ['front'])
      throw new CollectFailure('credentials', 'The token s3cr3t"token has expired.')
    })
    expect(collected.failure).toMatchObject({ kind: 'credentials', sentence: 'The token [secret] has expired.' })
    const { records, skipped } = await read()
    expect(records).toHaveLength(1)
    expect(skipped).toMatchObject([{ field: 'doors', reason: 'could not be read: The token [secret] has expired.' }])
  })

  it('explains what is thrown by others, and says when it was canceled', async () => {
    const broken = await run(function* () {
      yield* [] as Reply[]
      throw new RangeError('index 7')
    })
    expect(broken.collected.failure).toMatchObject({ kind: 'malformed' })
    const canceled = new AbortController()
    const stopped = await run(function* () {
      yield reply('north', [])
      canceled.abort()
      yield reply('south', [])
    }, canceled.signal)
    expect(stopped.collected).toMatchObject({ replies: 1, failure: { kind: 'canceled' } })
  })

  it('keeps no secret, whoever repeats it', async () => {
    const { collected, artifact } = await run(function* () {
      yield reply('north', ['front'])
      yield { request: 'GET /', about: 'east', kind: 'malformed', reason: 'It said s3cr3t"token.' }
      yield reply('south', { echoed: 's3cr3t"token' })
    })
    expect(artifact.toString()).not.toContain('s3cr3t')
    expect(JSON.stringify(collected)).not.toContain('s3cr3t')
    expect(collected).toMatchObject({ replies: 1, failure: { kind: 'malformed' } })
  })

  it('is refused when its end is missing or counts otherwise', async () => {
    const { artifact } = await run(function* () {
      yield reply('north', ['front'])
    })
    const text = artifact.toString()
    for (const damaged of [
      text.replace(/,\n"end".*/, '}'),
      text.replace('"replies":1,', '"replies":2,'),
      text.replace('"unread":0', '"unread":1'),
      text.replace('"request":"GET /north",', ''),
    ]) {
      const refusal = await refusalOf(importAll(importer, fileOf('doors.json', damaged)))
      expect(refusal.code).toBe('malformed-file')
    }
  })
})
