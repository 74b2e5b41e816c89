import { controlAreas, controlSchema, systemKindSchema, type Control } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { readCatalog } from './index.ts'

const files = readCatalog().controls.map(({ path, value }) => ({ path, control: controlSchema.parse(value) }))
const controls = files.map(({ control }) => control)

/** How a policy says each cadence; an interval of evidence the policy never mentions would surprise its owner. */
const cadenceWords: Readonly<Record<string, RegExp>> = {
  daily: /\bdaily|\bday\b/i,
  weekly: /\bweek/i,
  monthly: /\bmonth/i,
  quarterly: /\bquarter/i,
  'semi-annual': /half-year|twice a year/i,
  annual: /\bannual|\byear/i,
}

function sentences(control: Control): string[] {
  const texts = [
    control.objective,
    control.policy.clause,
    control.commonFailure,
    ...control.implementation.map((i) => i.text),
    ...control.evidence.map((e) => e.artifact),
    ...control.auditorQuestions.flatMap((q) => [q.question, q.answeredFrom]),
    ...control.compensatingControls,
  ]
  return texts.flatMap((text) => text.split(/(?<=[.!?])\s+/))
}

describe('the control library', () => {
  it('has at least one control in every area and at least 90 in all', () => {
    expect(new Set(controls.map((c) => c.area))).toEqual(new Set(controlAreas))
    expect(controls.length).toBeGreaterThanOrEqual(90)
  })

  it('gives no two controls the same id or title', () => {
    expect(new Set(controls.map((c) => c.id)).size).toBe(controls.length)
    expect(new Set(controls.map((c) => c.title)).size).toBe(controls.length)
  })

  it('repeats no sentence from one control to another', () => {
    const owner = new Map<string, string>()
    const repeated: string[] = []
    for (const control of controls) {
      for (const sentence of new Set(sentences(control))) {
        if (owner.has(sentence)) repeated.push(`${control.id} and ${owner.get(sentence)}: ${sentence}`)
        owner.set(sentence, control.id)
      }
    }
    expect(repeated).toEqual([])
  })

  it('keeps each evidence requirement under one name', () => {
    const names = controls.flatMap((c) => c.evidence.map((e) => `${c.id}/${e.id}`))
    expect(new Set(names).size).toBe(names.length)
  })
})

describe.each(files)('$path', ({ path, control }) => {
  it('lies in the folder of its area under its own id', () => {
    expect(path).toBe(`controls/${control.area}/${control.id}.yaml`)
  })

  it('has policy, implementation and evidence in substance', () => {
    expect(control.policy.clause.length).toBeGreaterThan(150)
    expect(control.implementation.some((i) => i.for === 'any')).toBe(true)
    for (const { text } of control.implementation) expect(text.length).toBeGreaterThan(60)
    for (const { artifact } of control.evidence) expect(artifact.length).toBeGreaterThan(80)
    expect(control.auditorQuestions.length).toBeGreaterThanOrEqual(2)
    expect(control.compensatingControls.length).toBeGreaterThanOrEqual(1)
  })

  it('has an owner and a different backup owner', () => {
    expect(control.ownerRole).not.toBe(control.backupRole)
  })

  it('names in its policy how often its evidence is due', () => {
    for (const { id, cadence } of control.evidence) {
      expect(cadenceWords[cadence]?.test(control.policy.clause), `${id} is ${cadence}`).toBe(true)
    }
  })

  it('describes each kind of system at most once', () => {
    const kinds = control.implementation.flatMap((i) => (i.for === 'any' ? ['any'] : i.for))
    expect(new Set(kinds).size).toBe(kinds.length)
  })

  it('describes only kinds its scope can reach', () => {
    if (control.scope.subject !== 'system') return
    const reachable = new Set<string>(control.scope.kind ?? systemKindSchema.options)
    const beyond = control.implementation
      .flatMap((i) => (i.for === 'any' ? [] : i.for))
      .filter((kind) => !reachable.has(kind))
    expect(beyond).toEqual([])
  })

  it('names the importer of evidence that a machine reads, and no importer where a person hands it in', () => {
    for (const e of control.evidence) expect(e.collection === 'importer', e.id).toBe((e.importers ?? []).length > 0)
  })

  it('names its source, the day it was checked, and the licence', () => {
    expect(control.source).toEqual({ title: 'Evidentia control library', checked: '2026-11-22' })
    expect(control.licence).toBe('Apache-2.0')
  })
})
