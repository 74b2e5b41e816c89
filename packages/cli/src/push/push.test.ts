import { spawn } from 'node:child_process'
import { readFile, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startReceivingServer } from '../testing/receiving-server.ts'
import { run } from '../testing/run.ts'
import { writeFolder } from '../testing/small-workload.ts'

const content = Buffer.from('user,mfa_active\nada,true\n\u00e9\n')
let folder: Awaited<ReturnType<typeof writeFolder>>
let file: string

beforeAll(async () => {
  folder = await writeFolder({ 'report.csv': content, 'second.csv': 'user\nben\n' })
  file = join(folder.path, 'report.csv')
})
afterAll(() => folder[Symbol.asyncDispose]())
beforeEach(() => void vi.stubEnv('EVIDENTIA_API_KEY', 'ek_test_secret'))
afterEach(() => void vi.unstubAllEnvs())

function push(url: string, ...more: string[]) {
  const claim = [
    '--requirement',
    'access-removal/account-listing',
    '--system',
    'cloud-production',
    '--effective',
    '2026-10-31',
    '--source',
    'AWS IAM',
  ]
  return run('push', file, '--url', url, ...claim, ...more)
}

test('a file is sent as claim and then bytes, and its receipt is checked against the file on this machine', async () => {
  await using server = await startReceivingServer()
  const { code, out, errors } = await push(server.url, '--collected-at', '2026-10-31T12:00:00Z', '--note', 'monthly')
  expect({ code, errors }).toEqual({ code: 0, errors: '' })
  expect(out).toMatch(/report\.csv: recorded as ev_[0-9a-f]{20}/)
  expect(out).toContain('verified offline with the key the server sent')
  const [request] = server.requests
  expect(request?.path).toBe('/api/v1/evidence')
  expect(request?.headers.authorization).toBe('Bearer ek_test_secret')
  expect(request?.parts.map(({ name, fileName }) => [name, fileName])).toEqual([
    ['claim', null],
    ['file', 'report.csv'],
  ])
  expect(request?.parts[1]?.bytes.equals(content)).toBe(true)
  expect(JSON.parse(request?.parts[0]?.bytes.toString() ?? '')).toEqual({
    proves: [{ requirement: 'access-removal/account-listing', system: 'cloud-production' }],
    effective: { from: '2026-10-31', to: '2026-10-31' },
    collectedAt: '2026-10-31T12:00:00Z',
    source: 'AWS IAM',
    note: 'monthly',
  })
})

test('the saved receipt verifies afterwards, with the file and without the server', async () => {
  const saved = join(folder.path, 'receipt.json')
  {
    await using server = await startReceivingServer()
    expect((await push(server.url, '--receipt', saved)).code).toBe(0)
  }
  expect(await run('verify', saved, '--artifact', file)).toMatchObject({ code: 0, errors: '' })
  expect(Object.keys(JSON.parse(await readFile(saved, 'utf8')))).toEqual(['entry', 'leaf', 'proof', 'verifierKey'])
})

test('several files are recorded one after the other, and JSON tells of each', async () => {
  await using server = await startReceivingServer()
  const { code, out } = await push(server.url, '--json', join(folder.path, 'second.csv'))
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject([{ file, receipt: { entry: 3 } }, { duplicate: false }])
  expect(server.requests.map(({ parts }) => parts[1]?.fileName)).toEqual(['report.csv', 'second.csv'])
})

describe('a passing failure is tried again under the same idempotency key', () => {
  test.each([429, 500, 503])('%i', async (status) => {
    await using server = await startReceivingServer({
      answer: (_, attempt) => (attempt <= 2 ? { status, headers: { 'retry-after': '0' }, body: {} } : undefined),
    })
    expect((await push(server.url)).code).toBe(0)
    expect(server.requests).toHaveLength(3)
    const keys = new Set(server.requests.map(({ headers }) => headers['idempotency-key']))
    expect([...keys]).toEqual([expect.stringMatching(/^push-[0-9a-f]{64}$/)])
  })

  test('and given up after four attempts, in the words of the server', async () => {
    const body = { detail: 'The disk is full.', remedy: 'Make room.' }
    await using server = await startReceivingServer({
      answer: () => ({ status: 503, headers: { 'retry-after': '0' }, body }),
    })
    const { code, errors } = await push(server.url)
    expect(code).toBe(1)
    expect(errors).toBe(`evidentia: ${file}: The disk is full. Make room. Given up after 4 attempts.\n`)
    expect(server.requests).toHaveLength(4)
  })
})

test('another claim for the same file is another request', async () => {
  await using server = await startReceivingServer()
  await push(server.url, '--collected-at', '2026-10-31T12:00:00Z')
  await push(server.url, '--collected-at', '2026-10-31T12:00:00Z')
  await push(server.url, '--collected-at', '2026-10-31T13:00:00Z')
  const [first, second, third] = server.requests.map(({ headers }) => headers['idempotency-key'])
  expect(first).toBe(second)
  expect(first).not.toBe(third)
})

describe('a refusal is one sentence and exit 1', () => {
  test('for what the server finds wrong with the file, at once', async () => {
    const body = {
      title: 'Malformed file',
      detail: 'report.csv line 3: 1 column where 2 are needed.',
      remedy: 'Export it again.',
    }
    await using server = await startReceivingServer({ answer: () => ({ status: 422, body }) })
    const { code, out, errors } = await push(server.url)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(errors).toBe('evidentia: report.csv line 3: 1 column where 2 are needed. Export it again.\n')
    expect(server.requests).toHaveLength(1)
  })

  test('for a key that is not known', async () => {
    await using server = await startReceivingServer({
      answer: () => ({ status: 401, body: { detail: 'Not signed in.' } }),
    })
    expect((await push(server.url)).errors).toContain('Check EVIDENTIA_API_KEY.')
  })

  test('at once when the server answers before it has read the file', async () => {
    const hasty = createServer((_, outgoing) => void outgoing.writeHead(413).end('{"detail":"Too large."}'))
    await new Promise<void>((resolve) => hasty.listen(0, '127.0.0.1', resolve))
    const address = hasty.address()
    const large = join(folder.path, 'large.bin')
    await writeFile(large, Buffer.alloc(20_000_000))
    const before = performance.now()
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    const { code, errors } = await run(
      'push',
      large,
      '--url',
      url,
      '--requirement',
      'a/b',
      '--effective',
      '2026-10-31',
      '--source',
      's',
    )
    expect({ code, errors }).toEqual({ code: 1, errors: `evidentia: ${large}: Too large.\n` })
    // Closing waits for connections: it returns because the client let go of its own.
    await new Promise((resolve) => hasty.close(resolve))
    expect(performance.now() - before).toBeLessThan(5000)
  })

  test('for an answer that is no receipt', async () => {
    await using server = await startReceivingServer({ answer: () => ({ status: 200, body: { hello: 'world' } }) })
    expect((await push(server.url)).errors).toMatch(/something other than a receipt/)
  })

  test('for a receipt that seals other bytes', async () => {
    await using server = await startReceivingServer({ receiptFor: () => Buffer.from('something else') })
    const { code, errors } = await push(server.url)
    expect(code).toBe(1)
    expect(errors).toMatch(/its receipt does not hold \(artifact: The entry seals/)
  })

  test('for a redirect, which is never followed with the key', async () => {
    await using other = await startReceivingServer()
    await using server = await startReceivingServer({
      answer: () => ({ status: 307, headers: { location: `${other.url}/api/v1/evidence` } }),
    })
    const { code, errors } = await push(server.url)
    expect(code).toBe(1)
    expect(errors).toMatch(/^evidentia: [^\n]*points to http[^\n]+ instead of recording[^\n]*\n$/)
    expect(server.requests).toHaveLength(1)
    expect(other.requests).toEqual([])
  })

  test('for a server that is not there', async () => {
    const gone = await startReceivingServer()
    await gone[Symbol.asyncDispose]()
    const { code, errors } = await push(gone.url)
    expect(code).toBe(1)
    expect(errors).toMatch(/could not be reached after 4 attempts \(ECONNREFUSED\); check the URL/)
  })

  test('for a file that is not there', async () => {
    await using server = await startReceivingServer()
    const { code, errors } = await run(
      'push',
      '/nowhere.csv',
      '--url',
      server.url,
      '--requirement',
      'a/b',
      '--effective',
      '2026-10-31',
      '--source',
      's',
    )
    expect({ code, errors }).toEqual({ code: 1, errors: 'evidentia: /nowhere.csv does not exist; check the path.\n' })
    expect(server.requests).toEqual([])
  })
})

describe('a call that cannot be understood exits 2 before anything is sent', () => {
  test.each([
    [['--vendor', 'v'], /--system or --vendor, not both/],
    [['--effective', '2026-02-30'], /--effective: /],
    [['--effective', '2026-03-01..2026-02-01'], /--effective: the range ends/],
    [['--requirement', 'no slash'], /--requirement: use <control>\/<evidence requirement>/],
    [['--collected-at', 'noon'], /--collected-at: use an instant/],
    [['--url', 'ftp://x'], /is not a web address/],
    [['--url', 'http://evidentia.example'], /unencrypted/],
    [['--receipt', 'r.json', 'another.csv'], /one at a time/],
  ])('%j', async (more, told) => {
    const { code, out, errors } = await push('http://127.0.0.1:9', ...more)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(errors).toMatch(told)
  })

  test('as does a missing API key', async () => {
    vi.stubEnv('EVIDENTIA_API_KEY', ' ')
    const { code, errors } = await push('http://127.0.0.1:9')
    expect(code).toBe(2)
    expect(errors).toContain('EVIDENTIA_API_KEY is not set')
  })
})

describe('many files', () => {
  const claim = ['--requirement', 'a/b', '--effective', '2026-10-31', '--source', 's']

  test('come from folders and patterns, each once, hidden ones and what leads outside left out', async () => {
    await using server = await startReceivingServer()
    await using reports = await writeFolder({
      'one.csv': 'user\nada\n',
      'deeper/two.csv': 'user\nben\n',
      'deeper/three.txt': 'three',
      '.hidden/four.csv': 'user\ncleo\n',
    })
    await symlink(file, join(reports.path, 'outside.csv'))
    await symlink(reports.path, join(reports.path, 'deeper', 'circle'))
    expect((await run('push', reports.path, '--url', server.url, ...claim)).code).toBe(0)
    const names = () => server.requests.map(({ parts }) => parts[1]?.fileName)
    expect(names()).toEqual(['three.txt', 'two.csv', 'one.csv'])
    expect(
      (await run('push', `${reports.path}/*.csv`, `${reports.path}/one.csv`, '--url', server.url, ...claim)).code,
    ).toBe(0)
    expect(names().slice(3)).toEqual(['one.csv'])
    await symlink(join(reports.path, '.hidden', 'four.csv'), join(reports.path, 'four.csv'))
    await symlink(join(reports.path, 'gone.csv'), join(reports.path, 'dangling.csv'))
    for (const named of [reports.path, `${reports.path}/**`, `${reports.path}/*/*.csv`])
      expect((await run('push', named, '--url', server.url, ...claim)).code).toBe(0)
    const again = ['three.txt', 'two.csv', 'one.csv']
    expect(names().slice(4)).toEqual([...again, ...again, 'two.csv'])
    const none = await run('push', `${reports.path}/*.pdf`, '--url', server.url, ...claim)
    expect(none).toMatchObject({ code: 2, errors: expect.stringContaining('gives no file') })
  })

  test('are all tried, and those refused are said, also as JSON', async () => {
    const body = { detail: 'bad.csv line 1: no such column.' }
    await using server = await startReceivingServer({
      answer: ({ parts }) => (parts[1]?.fileName === 'bad.csv' ? { status: 422, body } : undefined),
    })
    await using reports = await writeFolder({ 'a.csv': 'user\nada\n', 'bad.csv': 'x', 'c.csv': 'user\nben\n' })
    const { code, out, errors } = await run('push', reports.path, '--url', server.url, '--json', ...claim)
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject([
      { receipt: { entry: 3 } },
      { refused: 'bad.csv line 1: no such column.' },
      { receipt: { entry: 3 } },
    ])
    expect(errors).toContain('1 of 3 files were refused')
  })

  test('go on where a run was broken off', async () => {
    await using reports = await writeFolder({ 'a.csv': 'user\nada\n', 'b.csv': 'user\nben\n' })
    const state = join(folder.path, 'push.state.json')
    let isDown = true
    await using server = await startReceivingServer({
      answer: ({ parts }) =>
        isDown && parts[1]?.fileName === 'b.csv' ? { status: 422, body: { detail: 'Not now.' } } : undefined,
    })
    expect((await run('push', reports.path, '--url', server.url, '--state', state, ...claim)).code).toBe(1)
    isDown = false
    const again = await run('push', reports.path, '--url', server.url, '--state', state, '--json', ...claim)
    expect(again.code).toBe(0)
    expect(JSON.parse(again.out)).toMatchObject([{ duplicate: true }, { duplicate: false }])
    expect(server.requests.map(({ parts }) => parts[1]?.fileName)).toEqual(['a.csv', 'b.csv', 'b.csv'])
    await using other = await startReceivingServer()
    const elsewhere = await run('push', reports.path, '--url', other.url, '--state', state, '--json', ...claim)
    expect(JSON.parse(elsewhere.out)).toMatchObject([{ duplicate: false }, { duplicate: false }])
    expect(other.requests).toHaveLength(2)
    vi.stubEnv('EVIDENTIA_API_KEY', 'ek_of_another_organization')
    await run('push', reports.path, '--url', other.url, '--state', state, ...claim)
    expect(other.requests).toHaveLength(4)
    await writeFile(state, 'no state')
    expect(await run('push', reports.path, '--url', server.url, '--state', state, ...claim)).toMatchObject({ code: 2 })
  })
})

test('a receipt in the state that no longer holds is not believed', async () => {
  await using server = await startReceivingServer()
  const state = join(folder.path, 'changed.state.json')
  const first = await push(server.url, '--state', state, '--json')
  const { proof }: { proof: string } = JSON.parse(first.out)[0].receipt
  const kept = await readFile(state, 'utf8')
  await writeFile(state, kept.replace(JSON.stringify(proof).slice(-30), `${'A'.repeat(28)}\\n"`))
  const again = await push(server.url, '--state', state, '--json')
  expect(JSON.parse(again.out)).toMatchObject([{ duplicate: false }])
  expect(server.requests).toHaveLength(2)
})

test.each([['--receipt'], ['--state']])(
  'a file that is recorded is said to be, where %s cannot be written',
  async (option) => {
    await using server = await startReceivingServer()
    const nowhere = join(folder.path, 'no-such-folder', 'kept.json')
    const { code, out, errors } = await push(server.url, option, nowhere)
    expect(code).toBe(1)
    expect(out).toMatch(/report\.csv: recorded as ev_/)
    expect(out).not.toContain('saved to')
    expect(errors).toMatch(
      /^evidentia: [^\n]*report\.csv is recorded as ev_\w+, but this was not saved here: [^\n]*\n$/,
    )
    const asJson = await push(server.url, option, nowhere, '--json')
    expect(JSON.parse(asJson.out)).toMatchObject([{ file, receipt: { entry: 3 }, unsaved: expect.any(String) }])
  },
)

test('one file that is refused is told as JSON too', async () => {
  await using server = await startReceivingServer({
    answer: () => ({ status: 422, body: { detail: 'No such control.' } }),
  })
  const { code, out, errors } = await push(server.url, '--json')
  expect(code).toBe(1)
  expect(JSON.parse(out)).toEqual([{ file, refused: `${file}: No such control.` }])
  expect(errors).toBe(`evidentia: ${file}: No such control.\n`)
})

test('takes what comes through a pipe, under a name', async () => {
  await using server = await startReceivingServer()
  const main = join(import.meta.dirname, '../main.ts')
  const words = [
    'push',
    '--stdin',
    '--name',
    'report.csv',
    '--requirement',
    'a/b',
    '--effective',
    '2026-10-31',
    '--source',
    's',
  ]
  const child = spawn(process.execPath, [main, ...words], {
    env: { ...process.env, EVIDENTIA_API_KEY: 'ek_test', EVIDENTIA_URL: server.url },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(content)
  expect(await new Promise((resolve) => void child.on('exit', resolve))).toBe(0)
  expect(server.requests[0]?.parts[1]).toMatchObject({ fileName: 'report.csv' })
  expect(server.requests[0]?.parts[1]?.bytes.equals(content)).toBe(true)
  vi.stubEnv('EVIDENTIA_API_KEY', 'ek_test')
  expect(await run('push', '--stdin', '--url', server.url, ...words.slice(4))).toMatchObject({ code: 2 })
  expect(await run('push', '--stdin', '--url', server.url, '--name', '../x', ...words.slice(4))).toMatchObject({
    code: 2,
  })
})
