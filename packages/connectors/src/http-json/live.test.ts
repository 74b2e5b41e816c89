import { createServer, type IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collect } from '../collection/collect.ts'
import { createContext } from '../outbound/context.ts'
import { fileOf, importAll } from '../testing/file.ts'
import { httpJson } from './index.ts'

const people = ['ada', 'ben', 'cleo', 'dan', 'eve'].map((name, at) => ({
  id: at + 1,
  name: { first: name },
  mail: `${name}@acme.example`,
  state: 'A',
}))
const mapping = {
  recordType: 'person',
  key: ['employeeId'],
  fields: {
    employeeId: { columns: ['id'] },
    name: { columns: ['name.first'] },
    email: { columns: ['mail'] },
    status: { columns: ['state'], words: { A: 'active' } },
  },
}

/** Pages of two, in each of the ways that APIs have. */
function answer({ url = '/', headers }: IncomingMessage, address: string) {
  const asked = new URL(url, address)
  if (headers['x-key'] !== 'a-key-that-stays') return { status: 401, headers: {}, body: {} }
  const number = (name: string): number => Number(asked.searchParams.get(name) ?? '0')
  const from =
    {
      '/link': number('from'),
      '/token': number('after'),
      '/page': (number('page') - 1) * 2,
      '/offset': number('skip'),
    }[asked.pathname] ?? 0
  const items = people.slice(from, from + 2)
  const isLast = from + 2 >= people.length
  const next = new URL(asked)
  next.searchParams.set('from', String(from + 2))
  return {
    status: 200,
    headers: asked.pathname === '/link' && !isLast ? { link: `<${next.href}>; rel="next"` } : {},
    body: asked.pathname === '/none' ? { data: people } : { data: items, next: isLast ? null : from + 2 },
  }
}

let address = ''
const server = createServer((request, response) => {
  const { status, headers, body } = answer(request, address)
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
})
beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const at = server.address()
  address = `http://127.0.0.1:${typeof at === 'object' ? at?.port : ''}`
})
afterAll(() => void server.close())

async function run(path: string, paging: object, more: object = {}, credential = 'a-key-that-stays') {
  const { collector } = httpJson
  const [importer] = httpJson.importers
  if (collector === undefined || importer === undefined) return expect.unreachable('it collects nothing')
  const settings = { address, path, header: 'X-Key', items: 'data', paging, mapping, ...more }
  const chunks: Uint8Array[] = []
  const collected = await collect({
    connector: 'http-json',
    collector,
    dataset: 'items',
    connected: { settings: collector.settings.parse(settings), secrets: { credential } },
    context: createContext({
      allowedHosts: [new URL(address).host],
      signal: new AbortController().signal,
      backoffMs: 2,
    }),
    write: (chunk) => void chunks.push(chunk),
  })
  return { collected, read: async () => importAll(importer, fileOf('items.json', Buffer.concat(chunks))) }
}

describe('a list in JSON', () => {
  it.each([
    ['none', '/none', { by: 'none' }],
    ['link', '/link', { by: 'link' }],
    ['token', '/token', { by: 'token', at: 'next', parameter: 'after' }],
    ['page', '/page', { by: 'page', parameter: 'page' }],
    ['offset', '/offset', { by: 'offset', parameter: 'skip' }],
  ])('is read to its end where its pages go by %s', async (_name, path, paging) => {
    const { collected, read } = await run(path, paging)
    expect(collected).toMatchObject({ failure: null, unread: [] })
    expect((await read()).records.map(({ key }) => key)).toEqual(['1', '2', '3', '4', '5'])
  })

  it('is not taken for empty where the list is elsewhere, nor where the credential is wrong', async () => {
    expect((await run('/none', { by: 'none' }, { items: 'rows' })).collected.failure).toMatchObject({
      kind: 'malformed',
    })
    expect((await run('/none', { by: 'none' }, {}, 'wrong')).collected.failure).toMatchObject({ kind: 'credentials' })
  })

  it('refuses settings whose mapping cannot be', () => {
    const bad = { address, path: '/none', mapping: { ...mapping, fields: { employeeId: { columns: ['id'] } } } }
    expect(httpJson.collector?.settings.safeParse(bad).success).toBe(false)
    expect(httpJson.collector?.settings.safeParse({ address, path: 'none', mapping }).success).toBe(false)
  })
})
