import { describe, expect, it } from 'vitest'
import { oscalInput } from '../testing/oscal.ts'
import { checkReferences } from './check-references.ts'
import { composeOscal, refuseBroken } from './compose.ts'
import type { OscalDocument } from './draft.ts'
import { bodyOf } from './draft.ts'
import type { OscalModel } from './model.ts'
import { oscalModels } from './model.ts'
import { indexReferences } from './reference-index.ts'

const input = oscalInput('2026-04-30')
const documents = new Map(oscalModels.map((model) => [`${model}.json`, composeOscal(model, input)]))

function read(model: OscalModel): OscalDocument {
  return documents.get(`${model}.json`)!
}

/** The document with `text` put in place of what stands at `path`. */
function replaceAt(document: OscalDocument, path: string, text: string): OscalDocument {
  const copy: OscalDocument = JSON.parse(JSON.stringify(document))
  const steps = path.split('/').slice(1)
  let place: Record<string, unknown> = bodyOf(copy)
  for (const step of steps.slice(0, -1)) place = place[step] as Record<string, unknown>
  const last = steps.at(-1)!
  place[last] = Array.isArray(place[last]) ? [text] : text
  return copy
}

/** Every reference of the document, one per kind of place. */
function kindsOfReference(model: OscalModel) {
  const { references } = indexReferences(bodyOf(read(model)))
  return new Map(references.map((one) => [one.path.replaceAll(/\/\d+/g, '/n'), one])).values()
}

describe('the documents of one export', () => {
  it.each(oscalModels)('have a %s without a reference that leads nowhere', (model) => {
    expect(checkReferences(read(model), documents)).toEqual([])
  })

  it('refer to something in every model but the catalog, so that the check has something to check', () => {
    for (const model of oscalModels) expect([...kindsOfReference(model)].length, model).toBeGreaterThan(3)
  })
})

describe('the reference check', () => {
  it.each(oscalModels)('sees every kind of reference of a %s break', (model) => {
    for (const { path, to } of kindsOfReference(model)) {
      const broken = to === 'href' ? '#nowhere' : to === 'import' ? 'nowhere.json' : 'nowhere'
      // An insertion stands within prose.
      const text = path.endsWith('/prose') ? '{{ insert: param, nowhere }}' : broken
      const problems = checkReferences(replaceAt(read(model), path, text), documents)
      expect(
        problems.map((problem) => problem.path),
        path,
      ).toContain(path)
    }
  })

  it('sees a party where a component is meant', () => {
    const party = indexReferences(bodyOf(read('assessment-results'))).references.find(
      ({ kinds }) => kinds[0] === 'parties',
    )!
    const broken = replaceAt(
      read('assessment-results'),
      '/results/0/observations/0/subjects/0/subject-uuid',
      party.value,
    )
    expect(checkReferences(broken, documents)[0]?.problem).toContain('which is in no list of components')
  })

  it('sees a UUID that two things share, and an id that is declared twice', () => {
    const results = read('assessment-results')
    const { uuids } = indexReferences(bodyOf(results))
    const [first] = uuids.keys()
    const shared = replaceAt(results, '/results/0/findings/0/uuid', first!)
    expect(checkReferences(shared, documents)[0]?.problem).toMatch(/^UUID .* stands in the document and findings$/)
    const catalog = replaceAt(read('catalog'), '/groups/1/groups/0/controls/0/parts/0/id', 'evidentia_governance_smt')
    expect(checkReferences(catalog, documents)).toEqual([
      { path: '/', problem: 'parts/evidentia_governance_smt is declared 2 times' },
    ])
  })

  it('sees a control that the profile does not select, although a catalog has it', () => {
    const profile = replaceAt(read('profile'), '/imports/0/include-controls/0/with-ids', 'evidentia_governance')
    const imports = new Map([...documents, ['profile.json', profile]])
    expect(checkReferences(read('system-security-plan'), imports)[0]?.problem).toContain(
      'none of the controls in reach',
    )
  })

  it('sees an import that was not given', () => {
    const without = new Map([...documents].filter(([name]) => name !== 'assessment-plan.json'))
    const problems = checkReferences(read('assessment-results'), without).map(({ problem }) => problem)
    expect(problems).toContain('imports assessment-plan.json, which is not among the documents')
  })

  it('ends when documents import each other', () => {
    const plan = replaceAt(read('assessment-plan'), '/import-ssp/href', 'assessment-results.json')
    const imports = new Map([...documents, ['assessment-plan.json', plan]])
    expect(checkReferences(read('assessment-results'), imports).length).toBeGreaterThan(0)
  })
})

it('a broken document is refused with its place, and how many places there are', () => {
  const broken = replaceAt(read('profile'), '/imports/0/href', 'nowhere.json')
  expect(() => refuseBroken('profile.json', broken, documents)).toThrow(
    /^profile\.json was not written: at \/imports\/0\/href it imports nowhere\.json, .* \(\d+ such in all\)\.$/,
  )
  expect(() => refuseBroken('profile.json', read('profile'), documents)).not.toThrow()
})
