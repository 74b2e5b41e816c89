import { readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run } from '../testing/run.ts'
import { smallFiles, writeFolder } from '../testing/small-workload.ts'

/** The refusal must be one line, name the place, and say nothing of stacks. */
async function refuse(files: Readonly<Record<string, string | Uint8Array>>) {
  await using folder = await writeFolder(files)
  const { code, out, errors } = await run('assess', folder.path, '--as-of', '2026-03-05', '--json')
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(errors).toMatch(/^evidentia: [^\n]+\n$/)
  expect(errors).not.toMatch(/node:internal|\.ts:\d|should not have/)
  return errors
}

function withFile(name: string, content: string | Uint8Array) {
  return { ...smallFiles, [name]: content }
}

function without(name: string) {
  return Object.fromEntries(Object.entries(smallFiles).filter(([path]) => path !== name))
}

describe('a folder is refused in one sentence that names the place', () => {
  test('the small folder itself is accepted', async () => {
    await using folder = await writeFolder(smallFiles)
    expect(await run('assess', folder.path, '--as-of', '2026-03-05', '--json')).toMatchObject({ code: 0, errors: '' })
  })

  test('for a field that the schema does not know', async () => {
    const people = `${smallFiles['program/people.yaml'] ?? ''}- { id: cy, name: Cy Ito, email: cy@northquay.example, shoeSize: 43 }\n`
    const sentence = await refuse(withFile('program/people.yaml', people))
    expect(sentence).toContain('program/people.yaml')
    expect(sentence).toContain('shoeSize')
    expect(sentence).toMatch(/line 3\b|:3\b/)
  })

  test('for a reference to a person who does not exist', async () => {
    const controls = '- { id: access-removal, version: 1, adopted: 2026-01-01, owner: nobody-here, backupOwner: ben }\n'
    const sentence = await refuse(withFile('program/controls.yaml', controls))
    expect(sentence).toContain('program/controls.yaml')
    expect(sentence).toContain('nobody-here')
  })

  test.each([
    ['program/organization.yaml', 'frameworks: [tsc-2017', 'frameworks: [tsc-2071', 'tsc-2071'],
    ['program/controls.yaml', 'id: restore-test', 'id: restore-tset', 'restore-tset'],
    [
      'program/controls.yaml',
      '2026-01-01 }',
      '2026-01-01, evidence: { drill: { graceDays: 3 } } }',
      'restore-test/drill',
    ],
    ['evidence/manifest.yaml', 'access-removal/hr-roster', 'access-removal/roster', 'access-removal/roster'],
  ])('for a name in %s that the catalog does not have (%s)', async (name, right, wrong, told) => {
    const sentence = await refuse(withFile(name, (smallFiles[name] ?? '').replace(right, wrong)))
    expect(sentence).toContain(name)
    expect(sentence).toContain(`"${told}"`)
  })

  test('for YAML that says a key twice', async () => {
    const sentence = await refuse(
      withFile('program/people.yaml', '- { id: ada, id: ben, name: A, email: a@b.example }\n'),
    )
    expect(sentence).toContain('program/people.yaml')
  })

  test('for evidence that the manifest lists and the folder lacks', async () => {
    expect(await refuse(without('evidence/minutes.md'))).toContain('minutes.md')
  })

  test('for evidence that the folder holds and the manifest does not list', async () => {
    expect(await refuse(withFile('evidence/stray.csv', 'a,b\n'))).toContain('stray.csv')
  })

  test('for an empty evidence file', async () => {
    const sentence = await refuse(withFile('evidence/minutes.md', ''))
    expect(sentence).toContain('evidence/minutes.md is empty')
  })

  test('for a CSV in Latin-1', async () => {
    const latin1 = Buffer.from((smallFiles['evidence/roster.csv'] ?? '').replace('Ada', 'Zoë'), 'latin1')
    const sentence = await refuse(withFile('evidence/roster.csv', latin1))
    expect(sentence).toContain('evidence/roster.csv')
    expect(sentence).toContain('UTF-8')
  })

  test('for a truncated CSV', async () => {
    const cut = (smallFiles['evidence/roster.csv'] ?? '').slice(0, -30)
    expect(await refuse(withFile('evidence/roster.csv', cut))).toMatch(
      /evidence\/roster\.csv.*line 3|line 3.*evidence\/roster\.csv/,
    )
  })

  test('for a missing organization', async () => {
    expect(await refuse(without('program/organization.yaml'))).toContain('program/organization.yaml')
  })

  test('for a link, which could lead to any file of this machine', async () => {
    await using folder = await writeFolder(without('evidence/minutes.md'))
    await symlink('/etc/hostname', join(folder.path, 'evidence/minutes.md'))
    const { code, errors } = await run('assess', folder.path, '--as-of', '2026-03-05')
    expect(code).toBe(1)
    expect(errors).toMatch(/minutes\.md" is a link/)
  })

  test('for a folder that is not there', async () => {
    const { code, errors } = await run('assess', '/nowhere/at/all')
    expect({ code, errors }).toEqual({
      code: 1,
      errors: expect.stringMatching(/^evidentia: There is no folder "\/nowhere\/at\/all"; [^\n]+\n$/),
    })
  })
})

describe('nothing is left behind when a package is refused', () => {
  test('where its folder does not exist', async () => {
    await using folder = await writeFolder(smallFiles)
    const { code, errors } = await run(
      'assess',
      folder.path,
      '--as-of',
      '2026-03-05',
      '--package',
      join(folder.path, 'no/where.zip'),
    )
    expect(code).toBe(1)
    expect(errors).toMatch(/^evidentia: [^\n]*does not exist; check the path\.\n$/)
  })

  test('where the key can be read by others, and an earlier package stays as it was', async () => {
    await using folder = await writeFolder({ ...smallFiles, 'sign.key': 'PRIVATE+KEY+x' })
    const target = join(folder.path, 'kept.zip')
    await writeFile(target, 'earlier')
    const { code, errors } = await run(
      'assess',
      folder.path,
      '--as-of',
      '2026-03-05',
      '--package',
      target,
      '--key',
      join(folder.path, 'sign.key'),
    )
    expect(code).toBe(1)
    expect(errors).toContain('chmod 600')
    expect(await readFile(target, 'utf8')).toBe('earlier')
  })
})

describe('a call that cannot be understood exits 2', () => {
  test.each([
    [['assess'], /missing required argument/],
    [['assess', '.', '--as-of', '2026-02-30'], /--as-of: use a calendar date that exists/],
    [['assess', '.', '--known-at', 'yesterday'], /--known-at: use an instant/],
    [['assess', '.', '--period', '2026'], /--period: use FROM\.\.TO/],
    [['assess', '.', '--period', '2026-02-01..2026-01-01'], /--period: the range ends before it starts/],
    [['assess', '.', '--key', 'k'], /--package/],
    [['assess', '.', '--frobnicate'], /unknown option/],
    [['frobnicate'], /unknown command/],
    [[], /Usage: evidentia/],
  ])('%j', async (argv, told) => {
    const { code, out, errors } = await run(...argv)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(errors).toMatch(told)
  })

  test('while --help and --version exit 0', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, errors: '' })
    expect(await run('assess', '--help')).toMatchObject({ code: 0, out: expect.stringContaining('--package') })
    expect(await run('--version')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  })
})
