import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { graphQuestions } from '@evidentia/core'
import { describe, expect, test } from 'vitest'
import { run } from '../testing/run.ts'
import { smallFiles, writeFolder } from '../testing/small-workload.ts'

const sample = join(import.meta.dirname, '../../../../examples/ehr-hosting')
const golden = new URL('./golden/', import.meta.url)

const questions: readonly (readonly [question: string, from: string | undefined])[] = [
  ['phi-paths', 'clinical-app'],
  ['reach', 'clinical-db'],
  ['impact', 'brackenfjord'],
  ['impact', 'workforce-identity'],
  ['baa-gaps', 'clinical-app'],
  ['baa-gaps', undefined],
  ['chains', undefined],
  ['chains', 'caldervane-support'],
  ['vendors', undefined],
  ['single-points', undefined],
  ['fourth-parties', undefined],
  ['unencrypted', undefined],
  ['unlogged', undefined],
  ['unowned', undefined],
]

const ask = (question: string, from: string | undefined, ...more: string[]) =>
  run('ask', question, sample, '--as-of', '2026-10-31', ...(from === undefined ? [] : ['--from', from]), ...more)

interface Printed {
  readonly answers: readonly { readonly path?: { nodes: string[]; edges: { id: string; kind: string }[] } }[]
}

describe('the sample, as of 2026-10-31', () => {
  test.each(questions)('%s %s is answered as it was', async (question, from) => {
    const { code, out, errors } = await ask(question, from)
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
    const file = from === undefined ? `${question}.txt` : `${question}-${from}.txt`
    await expect(out).toMatchFileSnapshot(new URL(file, golden).pathname)
  })

  test.each(questions)('%s %s in JSON carries paths of ids with the edges that join them', async (question, from) => {
    const { out } = await ask(question, from, '--json')
    const printed: Printed = JSON.parse(out)
    expect(printed).toMatchObject({ question, asOf: '2026-10-31', from: from ?? null, setAside: [] })
    for (const { path } of printed.answers) {
      if (path === undefined || path === null) continue
      expect(path.edges).toHaveLength(path.nodes.length - 1)
    }
  })

  test('the flow to the speech model is the one that crosses a party without a BAA', async () => {
    const printed: Printed = JSON.parse((await ask('baa-gaps', 'clinical-app', '--json')).out)
    expect(printed.answers).toHaveLength(1)
    expect(printed.answers[0]?.path).toEqual({
      nodes: ['clinical-app', 'ai-transcription', 'scrivenleaf'],
      edges: [
        { id: 'app-to-transcription', kind: 'flow', along: true },
        { id: 'transcription-to-scrivenleaf', kind: 'flow', along: true },
      ],
    })
  })

  test('a past day is answered by the program of that day', async () => {
    const { out } = await run('ask', 'baa-gaps', sample, '--as-of', '2026-04-30', '--json')
    const printed: Printed = JSON.parse(out)
    expect(printed.answers).toEqual([])
  })
})

describe('a call that makes no sense is refused in one sentence', () => {
  test.each([
    ['an unknown question', ['phi-path', sample], 2, 'There is no question "phi-path"; ask one of phi-paths, reach'],
    ['a question without its system', ['reach', sample], 2, 'reach is asked about one system or vendor; name it'],
    ['a system too many', ['unowned', sample, '--from', 'x'], 2, 'unowned is asked about the whole workload'],
    ['a day that does not exist', ['chains', sample, '--as-of', '2026-02-30'], 2, '--as-of: use a calendar date'],
    ['a folder that is not there', ['chains', '/nowhere'], 1, 'There is no folder "/nowhere"'],
    [
      'an unknown system',
      ['reach', sample, '--from', 'nothing', '--as-of', '2026-10-31'],
      1,
      'The workload of 2026-10-31 has no system or vendor "nothing". Use the id',
    ],
    [
      'a system not yet in service',
      ['reach', sample, '--from', 'interface-engine-b', '--as-of', '2026-09-14'],
      1,
      'The workload of 2026-09-14 has no system or vendor "interface-engine-b"',
    ],
  ])('%s', async (_what, argv, exitCode, sentence) => {
    const { code, out, errors } = await run('ask', ...argv)
    expect({ code, out }).toEqual({ code: exitCode, out: '' })
    expect(errors).toContain(`evidentia: ${sentence}`)
    expect(errors.trim().split('\n')).toHaveLength(1)
  })

  test('a folder whose program is wrong names the line', async () => {
    const systems = '- { id: a, name: A, kind: toaster }\n'
    await using folder = await writeFolder({ ...smallFiles, 'program/systems.yaml': systems })
    const { code, errors } = await run('ask', 'chains', folder.path, '--as-of', '2026-10-31')
    expect(code).toBe(1)
    expect(errors).toContain('program/systems.yaml, line 1')
  })
})

describe('the page about the workload graph', async () => {
  const repository = join(import.meta.dirname, '../../../..')
  const page = await readFile(join(repository, 'docs/workload-graph.md'), 'utf8')
  const commands = [...page.matchAll(/^npx evidentia (.*)$/gm)].map(([, command = '']) => command.split(' '))

  test('has a command for each of the five questions asked most', () => {
    expect(commands.map(([, question]) => question)).toEqual(['phi-paths', 'reach', 'impact', 'baa-gaps', 'chains'])
  })

  test.each(commands)('runs: %s %s %s', async (...command) => {
    const argv = command.map((word) => word.replace(/^examples\//, `${repository}/examples/`))
    expect(await run(...argv)).toMatchObject({ code: 0, errors: '' })
  })

  test('explains every question there is, every kind of chain and every field that may be left out', () => {
    const explained = [...page.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name)
    expect(explained).toEqual([
      ...Object.keys(graphQuestions),
      'sign-in-elsewhere',
      'support-behind-jump-host',
      'interface-behind-gateway',
      'subservice-organization',
      'ai-behind-service',
    ])
  })
})
