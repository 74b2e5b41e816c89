import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkReferences, documentName, findingSchema, oscalModels } from '@evidentia/core'
import type { OscalDocument, OscalModel } from '@evidentia/core'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from '../testing/run.ts'
import { smallFiles, writeFolder } from '../testing/small-workload.ts'

const repository = join(import.meta.dirname, '../../../..')
const sample = join(repository, 'examples/ehr-hosting')
const nist = join(repository, '../shared/samples/oscal/oscal_complete_schema-1.2.2.json')
/** NIST's schema is not ours to ship: it is looked for beside the repository. */
const hasSchema = existsSync(nist)

let folder = ''
const documents = new Map<string, OscalDocument>()

async function exportOne(model: OscalModel, ...more: string[]): Promise<OscalDocument> {
  const out = join(folder, 'one.json')
  const ran = await run('export', 'oscal', '--model', model, '--as-of', '2026-10-31', '--out', out, ...more, sample)
  expect(ran).toEqual({ code: 0, out: '', errors: '' })
  return JSON.parse(await readFile(out, 'utf8'))
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evidentia-oscal-'))
  for (const model of oscalModels) documents.set(documentName(model), await exportOne(model))
}, 120_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

describe.skipIf(!hasSchema)("NIST's schema (skipped where ../shared/samples/oscal is absent)", () => {
  const ajv = new Ajv({ strict: false })
  let models: readonly { readonly properties: object }[] = []
  let memberNames: readonly string[] = []
  beforeAll(async () => {
    const schema = JSON.parse(await readFile(nist, 'utf8'))
    addFormats.default(ajv)
    ajv.addSchema(schema, 'oscal')
    models = schema.oneOf
    memberNames = listMembers(schema)
  })

  /** Against the definition of that one model: the schema as a whole would answer with the faults of all eight. */
  function validate(model: OscalModel, document: unknown) {
    const at = models.findIndex(({ properties }) => model in properties)
    const check = ajv.getSchema(`oscal#/oneOf/${at}`)
    if (check === undefined) throw new Error(`The schema has no model ${model}.`)
    return check(document) === true ? [] : check.errors
  }

  test.each(oscalModels)('accepts the %s of the sample', (model) => {
    expect(validate(model, documents.get(documentName(model)))).toEqual([])
  })

  test.each(oscalModels)('accepts the %s for one framework on an early day', async (model) => {
    const early = await exportOne(model, '--framework', 'hipaa-security', '--as-of', '2026-01-31')
    expect(validate(model, early)).toEqual([])
  })

  test('accepts what a folder says that has no system, with text that could break a document', async () => {
    const text = '"Clinics\\n {{ insert: param, none }} <b> *'
    const organization = smallFiles['program/organization.yaml']?.replace('name: Northquay Hosting', `name: ${text}"`)
    await using small = await writeFolder({ ...smallFiles, 'program/organization.yaml': organization ?? '' })
    for (const model of oscalModels) {
      const { out, errors } = await run('export', 'oscal', '--model', model, '--as-of', '2026-03-05', small.path)
      expect(errors, model).toBe('')
      expect(validate(model, JSON.parse(out)), model).toEqual([])
    }
  })

  test('refuses a document that lacks what it must have', () => {
    const catalog = structuredClone(documents.get('catalog.json')?.['catalog'])
    expect(validate('catalog', { catalog })).toEqual([])
    Reflect.deleteProperty(Object(catalog), 'metadata')
    expect(validate('catalog', { catalog })).not.toEqual([])
  })

  test('has no member that names something and that the reference check passes over', () => {
    // Identifiers of things outside, and the rest of what is called an id without naming anything in a document.
    const outside = ['threat-ids', 'document-ids', 'external-ids', 'system-id', 'system-ids', 'information-type-ids']
    const naming = memberNames.filter((name) => /-(uuids?|ids?|ref)$/.test(name) && !outside.includes(name))
    expect(naming.length).toBeGreaterThan(25)
    for (const name of naming) {
      expect(checkReferences({ catalog: { [name]: 'nowhere' } }, new Map()), name).toHaveLength(1)
    }
  })
})

describe('evidentia export oscal', () => {
  test('writes eight documents whose references all lead somewhere among them', () => {
    for (const [name, document] of documents) expect(checkReferences(document, documents), name).toEqual([])
  })

  test('prints what it would write, the same each time', async () => {
    const printed = await run('export', 'oscal', '--model', 'profile', '--as-of', '2026-10-31', sample)
    expect(JSON.parse(printed.out)).toEqual(documents.get('profile.json'))
    expect(await run('export', 'oscal', '--model', 'profile', '--as-of', '2026-10-31', sample)).toEqual(printed)
  })

  test('carries every planted gap of the sample into the plan of action, and none into an earlier one', async () => {
    const findings = (document: OscalDocument | undefined) =>
      new Set(
        [...JSON.stringify(document).matchAll(/"name":"finding","ns":"[^"]*","value":"([^"]*)"/g)].map(([, id]) => id),
      )
    const assessed = JSON.parse((await run('assess', sample, '--as-of', '2026-10-31', '--json')).out)
    const expected = new Set(
      findingSchema
        .array()
        .parse(assessed.findings)
        .map(({ id }) => id),
    )
    expect(expected.size).toBeGreaterThan(5)
    expect(findings(documents.get('plan-of-action-and-milestones.json'))).toEqual(expected)
    expect(findings(await exportOne('plan-of-action-and-milestones', '--as-of', '2026-01-31'))).toEqual(new Set())
  })

  test('never holds the e-mail address of a person', () => {
    for (const [name, document] of documents) expect(JSON.stringify(document), name).not.toMatch(/@[a-z.]+\.example/)
  })

  test('refuses a model or framework that does not exist, in one sentence', async () => {
    expect(await run('export', 'oscal', '--model', 'nothing', sample)).toMatchObject({
      code: 2,
      out: '',
      errors: expect.stringMatching(/^evidentia: --model: "nothing" is none of catalog, [^\n]+\n$/),
    })
    expect(await run('export', 'oscal', '--model', 'catalog', '--framework', 'nothing', sample)).toMatchObject({
      code: 1,
      out: '',
      errors: expect.stringMatching(/^evidentia: The catalog has no framework "nothing"\.[^\n]*\n$/),
    })
  })
})

/** Every member name anywhere in a JSON schema. */
function listMembers(schema: unknown): string[] {
  const names = new Set<string>()
  const read = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if ('properties' in value && typeof value.properties === 'object' && value.properties !== null) {
      for (const name of Object.keys(value.properties)) names.add(name)
    }
    for (const one of Object.values(value)) read(one)
  }
  read(schema)
  return [...names]
}
