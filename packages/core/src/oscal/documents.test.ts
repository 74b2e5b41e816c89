import { describe, expect, it } from 'vitest'
import { oscalInput, workload } from '../testing/oscal.ts'
import { catalog, document } from '../testing/workload.ts'
import type { Framework } from '../catalog/framework.ts'
import { composeOscal } from './compose.ts'
import { bodyOf } from './draft.ts'
import type { JsonObject } from './json.ts'
import { isList, isObject } from './json.ts'
import type { OscalModel } from './model.ts'

const asOf = '2026-04-30'

/** Every object under the member `name`, anywhere in the document. */
function find(model: OscalModel, name: string, more: Parameters<typeof oscalInput>[1] = {}): JsonObject[] {
  const found: JsonObject[] = []
  const read = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) read(one)
    else if (typeof value === 'object' && value !== null) {
      for (const [member, content] of Object.entries(value)) {
        if (member === name) found.push(...(isList(content) ? content : [content]).filter(isObject))
        read(content)
      }
    }
  }
  read(bodyOf(composeOscal(model, oscalInput(asOf, more))))
  return found
}

function named(list: readonly JsonObject[], title: string): JsonObject {
  const one = list.find((object) => object['title'] === title)
  if (one === undefined) throw new Error(`Nothing is titled ${title}.`)
  return one
}

/** The catalog with a second requirement that nothing serves, addressable and below the first. */
function withUnserved() {
  const [one] = catalog.frameworks.values()
  const unserved = {
    id: 'R2',
    title: 'Nobody does it',
    kind: 'specification',
    parent: 'R1',
    designation: 'addressable',
    notReached: 'It is somebody else who does it.',
  } as const
  const framework: Framework = { ...one!, requirements: [...one!.requirements, unserved] }
  return { catalog: { ...catalog, frameworks: new Map([['one', framework]]) } }
}

describe('a catalog', () => {
  it('nests requirements, keeps the citation as label, and says why one is not reached', () => {
    const parent = named(find('catalog', 'controls', withUnserved()), 'Restores work')
    expect(parent).toMatchObject({
      id: 'one_R1',
      props: [{ name: 'label', value: 'R1' }],
      controls: [{ id: 'one_R2', class: 'specification' }],
    })
    const reach = find('catalog', 'props', withUnserved()).find(({ name }) => name === 'reach')
    expect(reach).toMatchObject({ value: 'not-reached', remarks: 'It is somebody else who does it.' })
  })

  it('says where a framework comes from', () => {
    expect(find('catalog', 'citation')).toEqual([{ text: 'Test; compared on 2026-01-01' }])
  })
})

describe('a profile', () => {
  it('selects a requirement that nothing serves too, and says so', () => {
    const [imported] = find('profile', 'imports', withUnserved())
    expect(imported).toMatchObject({ 'include-controls': [{ 'with-ids': ['one_R1', 'one_R2'] }] })
    const counts = find('profile', 'props', withUnserved()).filter(({ name }) => name === 'adopted-controls')
    expect(counts.map(({ value }) => value)).toEqual(['1', '0'])
  })
})

describe('a mapping collection', () => {
  it('has every link with its reason and confidence, and what nothing serves as a gap', () => {
    const [map, ...more] = find('mapping-collection', 'maps', withUnserved())
    expect(more).toEqual([])
    expect(map).toMatchObject({
      relationship: 'intersects-with',
      sources: [{ 'id-ref': 'evidentia_restore-test' }],
      targets: [{ 'id-ref': 'one_R1' }],
      'confidence-score': { category: 'medium' },
      remarks: 'Restores are tried before they are needed.',
      props: [{ name: 'review', value: 'not-reviewed' }],
    })
    expect(find('mapping-collection', 'unmapped-controls', withUnserved())).toEqual([{ 'with-ids': ['one_R2'] }])
    expect(find('mapping-collection', 'provenance')).toMatchObject([{ status: 'not-complete' }])
  })

  it('is refused where there is no link at all', () => {
    const bare = { catalog: { ...catalog, served: new Map(), links: new Map() } }
    expect(() => composeOscal('mapping-collection', oscalInput(asOf, bare))).toThrow(/nothing can be mapped/)
  })
})

describe('a component definition', () => {
  it('implements on each component what is operated on it, in the version and cadence operated', () => {
    const tailored = {
      id: 'restore-test',
      version: 1,
      adopted: '2026-01-01',
      evidence: { 'restore-drill': { cadence: 'quarterly' } },
    } as const
    const documents = [...workload.documents.filter(({ id }) => id !== 'restore-test'), document('control', tailored)]
    const components = find('component-definition', 'components', { documents })
    expect(named(components, 'db-one')['control-implementations']).toMatchObject([
      {
        source: 'catalog.json',
        'implemented-requirements': [
          {
            'control-id': 'evidentia_restore-test',
            'set-parameters': [{ 'param-id': 'evidentia_restore-test_prm.restore-drill', values: ['quarterly'] }],
          },
        ],
      },
    ])
    expect(named(components, 'Vault')['control-implementations']).toBeUndefined()
  })
})

describe('a system security plan', () => {
  it('says what is not recorded instead of inventing it', () => {
    const [characteristics] = find('system-security-plan', 'system-characteristics')
    expect(characteristics).toMatchObject({ description: 'not recorded', 'security-sensitivity-level': 'phi' })
    expect(JSON.stringify(characteristics)).not.toMatch(/impact"|date-authorized"/)
    const [, unserved] = find('system-security-plan', 'implemented-requirements', withUnserved())
    expect(unserved).toMatchObject({
      'control-id': 'one_R2',
      remarks: 'No adopted control serves it. How it is implemented is not recorded. It is somebody else who does it.',
    })
    expect(unserved).not.toHaveProperty('by-components')
  })

  it('calls an implementation partial as long as a row of it does not stand', () => {
    const components = find('system-security-plan', 'components')
    const parts = find('system-security-plan', 'by-components')
    const statusOf = (title: string) =>
      parts.find((part) => part['component-uuid'] === named(components, title)['uuid'])?.['implementation-status']
    expect(statusOf('db-one')).toEqual({ state: 'partial', remarks: 'restore-test/restore-drill is missing.' })
    expect(statusOf('db-two')).toEqual({ state: 'partial', remarks: 'restore-test/restore-drill is excepted.' })
  })

  it('carries a written decision in place of a control', () => {
    const decision = {
      id: 'd-r2',
      framework: 'one',
      requirement: 'R2',
      choice: 'alternative',
      rationale: 'The building is not ours, and those who own it keep these records themselves.',
      measure: 'We ask for the records twice a year.',
      decidedBy: 'ada',
      approvedBy: 'bob',
      decided: '2026-01-02',
      review: '2027-01-02',
    } as const
    const documents = [...workload.documents, document('decision', decision)]
    const [, decided] = find('system-security-plan', 'implemented-requirements', { ...withUnserved(), documents })
    expect(decided).toMatchObject({
      'by-components': [
        { description: expect.stringContaining('twice a year'), 'implementation-status': { state: 'alternative' } },
      ],
    })
  })

  it('leaves out a system that is not in service on the day', () => {
    const documents = workload.documents.map((d) =>
      d.kind === 'system' && d.id === 'db-two' && d.body !== null
        ? { ...d, body: { ...d.body, inService: { from: '2026-06-01' } } }
        : d,
    )
    const titles = find('system-security-plan', 'components', { documents }).map(({ title }) => title)
    expect(titles).toEqual(['Acme', 'db-one', 'Vault'])
  })
})

describe('an assessment plan', () => {
  it('has a task per evidence requirement, as often as it is owed, on the components that owe it', () => {
    const task = named(find('assessment-plan', 'tasks'), 'Collect: restore-drill')
    expect(task).toMatchObject({ timing: { 'at-frequency': { period: 1, unit: 'months' } } })
    const [activity] = isList(task['associated-activities']) ? task['associated-activities'] : []
    const subjects = isObject(activity) && isList(activity['subjects']) ? activity['subjects'] : []
    expect(subjects).toMatchObject([{ 'include-subjects': [{ type: 'component' }, { type: 'component' }] }])
  })
})

describe('a plan of action and milestones', () => {
  it('has the due day and the owner of a finding as a milestone with a responsible party', () => {
    const risk = named(find('plan-of-action-and-milestones', 'risks'), 'restore-drill for db-one: evidence is missing')
    const ada = find('plan-of-action-and-milestones', 'parties').find(({ name }) => name === 'Ada')?.['uuid']
    expect(risk).toMatchObject({
      status: 'open',
      deadline: '2026-04-11T04:59:59Z',
      remediations: [
        {
          tasks: [
            {
              timing: { 'on-date': { date: '2026-04-11T04:59:59Z' } },
              'responsible-roles': [{ 'role-id': 'owner', 'party-uuids': [ada] }],
            },
          ],
        },
      ],
    })
  })
})
