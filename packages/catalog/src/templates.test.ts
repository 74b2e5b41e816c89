import {
  parseCatalog,
  playbookSchema,
  questionnaireSchema,
  systemKindSchema,
  workloadTemplateSchema,
} from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { readCatalog } from './index.ts'

const source = readCatalog()
const catalog = parseCatalog(source)
const playbooks = source.playbooks.map(({ path, value }) => ({ path, playbook: playbookSchema.parse(value) }))
const questionnaires = source.questionnaires.map(({ path, value }) => ({
  path,
  questionnaire: questionnaireSchema.parse(value),
}))
const workloads = source.workloads.map(({ path, value }) => ({ path, workload: workloadTemplateSchema.parse(value) }))

/** The roles the library hands duties to; a playbook that calls another one calls nobody. */
const roles = new Set([...catalog.controls.values()].flatMap((c) => [c.ownerRole, c.backupRole]))

function repeated(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index)
}

describe('the templates', () => {
  it('has playbooks for exposed PHI, ransomware and outage, and for what happens more often', () => {
    expect([...catalog.playbooks.keys()].toSorted()).toEqual([
      'lost-device',
      'misdirected-message',
      'outage',
      'phi-exposure',
      'ransomware',
      'vendor-incident',
    ])
  })

  it('asks a PHI vendor at least 25 questions, an AI vendor at least 20, and no question twice', () => {
    const count = (id: string): number =>
      catalog.questionnaires.get(id)?.sections.flatMap((s) => s.questions).length ?? 0
    expect(count('vendor-phi')).toBeGreaterThanOrEqual(25)
    expect(count('vendor-ai')).toBeGreaterThanOrEqual(20)
    expect(count('vendor-general')).toBeGreaterThanOrEqual(15)
    const all = questionnaires.flatMap(({ questionnaire }) => questionnaire.sections.flatMap((s) => s.questions))
    expect(repeated(all.map((q) => q.ask))).toEqual([])
    expect(repeated(all.map((q) => q.because))).toEqual([])
  })
})

describe.each(playbooks)('$path', ({ path, playbook }) => {
  const phases = playbook.phases.map((phase) => phase.id)
  const steps = playbook.phases.flatMap((phase) => phase.steps)

  it('is named after its id and repeats no phase or step', () => {
    expect(path).toBe(`playbooks/${playbook.id}.yaml`)
    expect(repeated(phases)).toEqual([])
    expect(repeated(steps.map((s) => s.id))).toEqual([])
  })

  it('contains first, keeps evidence before it rebuilds, decides on notice, recovers and learns', () => {
    const order = ['contain', 'preserve', 'notification-decision', 'recover', 'lessons']
    expect(phases.filter((id) => order.includes(id))).toEqual(order)
  })

  it('hands the facts to the privacy officer, who decides on notice', () => {
    const decision = playbook.phases.find((phase) => phase.id === 'notification-decision')
    expect(decision?.steps.find((s) => s.id === 'decide')).toMatchObject({ role: 'privacy-officer' })
    expect(steps.some((s) => s.id === 'four-factors' || s.id === 'phi-question')).toBe(true)
  })

  it('calls only roles that the library gives duties to', () => {
    expect([playbook.leadRole, ...steps.map((s) => s.role)].filter((role) => !roles.has(role))).toEqual([])
  })

  it('leaves deadlines of law to its decisions, each with its citation', () => {
    for (const step of steps) expect(step.do, step.id).not.toMatch(/\b(?:30|60|90)\b.*\bdays?\b|45 CFR/)
    const timed = playbook.decisions.filter((decision) => /\bdays\b/.test(decision))
    expect(timed.length).toBeGreaterThan(0)
    for (const decision of timed) expect(decision).toMatch(/45 CFR 164\.4\d\d/)
  })
})

describe.each(questionnaires)('$path', ({ path, questionnaire }) => {
  const questions = questionnaire.sections.flatMap((section) => section.questions)

  it('is named after its id and repeats no question id', () => {
    expect(path).toBe(`questionnaires/${questionnaire.id}.yaml`)
    expect(repeated(questions.map((q) => q.id))).toEqual([])
  })

  it('says why each question is asked and which control the answer serves', () => {
    for (const q of questions) {
      expect(q.because.length, q.id).toBeGreaterThan(30)
      expect(q.controls?.length ?? 0, q.id).toBeGreaterThan(0)
    }
  })

  it('offers options where the answer is a choice, and stops at an answer that can be given', () => {
    for (const { id, answer, options, stopsAt } of questions) {
      expect((options?.length ?? 0) > 0, id).toBe(answer === 'choice')
      const given = answer === 'yes-no' ? ['yes', 'no'] : options
      if (given !== undefined && stopsAt !== undefined) expect(given, id).toContain(stopsAt)
    }
  })
})

describe.each(workloads)('$path', ({ path, workload }) => {
  const systems = new Set(workload.systems.map((s) => s.id))
  const edges = [...workload.flows, ...workload.dependencies]

  it('is named after its id and repeats nothing', () => {
    expect(path).toBe(`workloads/${workload.id}.yaml`)
    expect(systems.size).toBe(workload.systems.length)
    expect(repeated(edges.map((e) => e.id))).toEqual([])
    expect(repeated(workload.controls)).toEqual([])
  })

  it('has a system of every kind', () => {
    expect(new Set(workload.systems.map((s) => s.kind))).toEqual(new Set(systemKindSchema.options))
  })

  it('draws flows and dependencies only between its own systems', () => {
    const ends = edges.flatMap(({ from, to }) => [from.system ?? from.vendor ?? '', to.system ?? to.vendor ?? ''])
    expect(ends.filter((end) => !systems.has(end))).toEqual([])
  })

  it('promises nothing and names nobody, since objectives and owners are the reader’s own', () => {
    for (const s of workload.systems) {
      expect([s.owner, s.backupOwner, s.vendor, s.recovery, s.inService], s.id).toEqual(Array(5).fill(undefined))
      expect(s.failureImpact?.clinical, s.id).toBeTruthy()
    }
  })

  it('says what PHI a system with PHI has', () => {
    for (const s of workload.systems) expect(s.phi !== undefined, s.id).toBe(s.sensitivity === 'phi')
  })
})
