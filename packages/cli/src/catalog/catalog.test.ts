import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../testing/run.ts'
import { writeFolder } from '../testing/small-workload.ts'

const builtIn = new URL('../../../catalog/', import.meta.url).pathname
/** One framework and one control, a file each. */
const ownCatalog = new URL('../../../../examples/own-catalog/', import.meta.url).pathname

test('a specification is shown with its designation, controls and what shares a control with it', async () => {
  const { code, out } = await run('catalog', 'show', '164.308(a)(7)(ii)(B)', '--json')
  expect(code).toBe(0)
  const shown: unknown = JSON.parse(out)
  expect(shown).toMatchObject({
    id: '164.308(a)(7)(ii)(B)',
    title: 'Disaster recovery plan',
    designation: 'required',
    controls: expect.arrayContaining([
      expect.objectContaining({ id: 'restore-test', relationship: 'subset', rationale: expect.any(String) }),
    ]),
    relatedRequirements: { 'tsc-2017': expect.arrayContaining(['A1.3']) },
  })
  expect(shown).not.toHaveProperty('relatedRequirements.hipaa-security')
})

test('a criterion is shown without a designation', async () => {
  const { out } = await run('catalog', 'show', 'CC6.1', '--json')
  const shown: unknown = JSON.parse(out)
  expect(shown).toMatchObject({ id: 'CC6.1', framework: 'tsc-2017', controls: expect.any(Array) })
  expect(shown).not.toHaveProperty('designation')
})

test('a control is shown with everything it serves', async () => {
  const { out } = await run('catalog', 'show', 'restore-test', '--json')
  expect(JSON.parse(out)).toMatchObject({
    id: 'restore-test',
    version: 1,
    serves: { 'hipaa-security': expect.arrayContaining([expect.objectContaining({ id: '164.308(a)(7)(ii)(D)' })]) },
  })
})

test.each([
  ['catalog', 'show', '164.399'],
  ['catalog', 'diff', 'tsc-2017', 'tsc-2071'],
])('what the catalog does not have is refused in one sentence: %s %s %s', async (...args) => {
  const { code, out, errors } = await run(...args)
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(errors).toMatch(/^evidentia: [^\n]+\n$/)
})

test('an edition is no difference from itself', async () => {
  const { out } = await run('catalog', 'diff', 'tsc-2017', 'tsc-2017', '--json')
  expect(JSON.parse(out)).toMatchObject({ added: [], removed: [], moved: [], changed: [], unchanged: 61 })
})

test('one file adds a framework, one file adds a control, and both are shown', async () => {
  await using folder = await writeFolder({})
  for (const part of ['frameworks', 'controls']) {
    await cp(join(builtIn, part), join(folder.path, part), { recursive: true })
  }
  await cp(ownCatalog, folder.path, { recursive: true })
  const showing = async (id: string): Promise<unknown> =>
    JSON.parse((await run('catalog', 'show', id, '--json', '--catalog', folder.path)).out)
  expect(await showing('10-3')).toMatchObject({
    framework: 'state-example',
    controls: [{ id: 'breach-assessment', relationship: 'subset' }],
  })
  expect(await showing('164.312(a)(2)(iii)')).toMatchObject({
    controls: expect.arrayContaining([expect.objectContaining({ id: 'portal-session-limit' })]),
  })
  const listed: unknown = JSON.parse((await run('catalog', 'list', '--json', '--catalog', folder.path)).out)
  expect(listed).toMatchObject({
    frameworks: expect.arrayContaining([expect.objectContaining({ id: 'state-example', requirements: 1, served: 1 })]),
  })
})
