import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../testing/run.ts'
import { writeFolder } from '../testing/small-workload.ts'

const page = await readFile(new URL('../../../../docs/breach-clocks.md', import.meta.url), 'utf8')
const example = new URL('../../../../examples/incidents/misdirected-message.yaml', import.meta.url).pathname

/** Each worked example of the page: the file, and the lines said to come out. */
const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/g)].map(
  ([, yaml = '', text = '']) => ({
    yaml,
    lines: text.trim().split('\n'),
  }),
)

interface Printed {
  readonly clock: string
  readonly state: string
  readonly due: string | null
}

async function clocksOf(path: string, asOf: string, ...more: string[]): Promise<Printed[]> {
  const { code, out, errors } = await run('clocks', path, '--as-of', asOf, '--json', ...more)
  expect({ code, errors }).toEqual({ code: 0, errors: '' })
  const list: Printed[] = JSON.parse(out)
  return list
}

test('the page has three worked examples, and each line of them is what the command prints', async () => {
  expect(examples).toHaveLength(3)
  for (const { yaml, lines } of examples) {
    await using folder = await writeFolder({ 'incident.yaml': yaml })
    for (const line of lines) {
      const [asOf = '', clock = ''] = line.split(' ')
      const found = (await clocksOf(join(folder.path, 'incident.yaml'), asOf)).find((one) => one.clock === clock)
      const said = found === undefined ? [] : [found.clock, found.state, ...(found.due === null ? [] : [found.due])]
      expect([asOf, ...said].join(' ')).toBe(line)
    }
  }
})

test('every clock says its citation, start, basis and that counsel decides', async () => {
  const clocks = await clocksOf(example, '2026-12-01T00:00:00Z')
  expect(clocks.length).toBeGreaterThan(10)
  for (const clock of clocks) {
    expect(clock).toMatchObject({
      citation: expect.stringMatching(/\S/),
      rule: expect.stringMatching(/\S/),
      basis: expect.arrayContaining([expect.stringMatching(/^[\w-]+@\d+$/)]),
      notice: expect.stringContaining('counsel decides'),
    })
    expect(clock.due === null).toBe(clock.state === 'not-applicable')
  }
  const text = await run('clocks', example, '--as-of', '2027-02-01T00:00:00Z')
  expect(text.out).toContain('individuals:clinic: LATE, THE DEADLINE HAS PASSED')
  expect(text.out).toContain('counsel decides')
})

test('the proposed notice within 24 hours is shown only when asked for, and says that it is proposed', async () => {
  const activated =
    '  - { id: failover, kind: contingency-activated, party: host, at: 2026-11-03T00:00:00Z, recorded: 2026-11-03T01:00:00Z }\n'
  await using folder = await writeFolder({ 'a.yaml': (await readFile(example, 'utf8')) + activated })
  const path = join(folder.path, 'a.yaml')
  const names = (clocks: Printed[]) =>
    clocks.map(({ clock }) => clock).filter((clock) => clock.startsWith('contingency'))
  expect(names(await clocksOf(path, '2026-11-04T01:00:00Z'))).toEqual([])
  const shown = await clocksOf(path, '2026-11-04T01:00:00Z', '--proposed')
  expect(shown.find(({ clock }) => clock === 'contingency:clinic-agreement:failover')).toMatchObject({
    due: '2026-11-04T00:00:00Z',
    state: 'late',
    proposed: true,
  })
})

test.each([
  ['an unknown kind', 'kind: occurred', 'kind: happened', 'kind: happened'],
  ['a day that does not exist', '2026-10-30T18:20:00-04:00', '2026-10-32T18:20:00-04:00', 'at: 2026-10-32'],
  [
    'a correction without a reason',
    '    reason: A second mailing list was found.\n',
    '',
    '- id: texans\n    version: 2',
  ],
  ['a version that stands twice', '    version: 2\n', '    version: 1\n', '- id: texans\n    version: 1'],
  [
    'a party nobody described',
    'party: host\n    who: workforce',
    'party: hots\n    who: workforce',
    '- id: support-saw',
  ],
  ['a field that is not read', 'incident: misdirected-message', 'incident: misdirected-message\nnote: x', 'note: x'],
])('refuses %s with file and line', async (_what, from, to, at) => {
  const text = await readFile(example, 'utf8')
  expect(text).toContain(from)
  const wrong = text.replace(from, to)
  await using folder = await writeFolder({ 'a.yaml': wrong })
  const { code, out, errors } = await run('clocks', join(folder.path, 'a.yaml'), '--as-of', '2026-12-01T00:00:00Z')
  expect({ code, out }).toEqual({ code: 1, out: '' })
  const line = wrong.slice(0, wrong.indexOf(at)).split('\n').length
  expect(errors).toContain(`a.yaml, line ${line},`)
})
