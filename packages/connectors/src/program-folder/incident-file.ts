import type { IncidentFact } from '@evidentia/core'
import { incidentFactSchema, slugSchema } from '@evidentia/core'
import { Problems } from './problem.ts'
import { parseAt } from './schema-problems.ts'
import type { YamlFile } from './yaml-file.ts'
import { readYaml } from './yaml-file.ts'

/** An incident described in a file: its id, and its facts in any order. */
export interface IncidentFile {
  readonly incident: string
  readonly facts: readonly IncidentFact[]
}

/**
 * Reads `incident: <id>` and `facts: [...]`. Throws EvidentiaError `malformed-file` with the line of each problem: a field that is
 * wrong, a version that stands twice, and a party that nothing says the role of.
 */
export function readIncidentFile(name: string, bytes: Uint8Array): IncidentFile {
  const problems = new Problems()
  const file = readYaml(name, bytes, problems)
  const read = file === null ? null : readFacts(file, problems)
  problems.refuse()
  // Without a problem there is a file.
  return read ?? { incident: '', facts: [] }
}

function readFacts(file: YamlFile, problems: Problems): IncidentFile | null {
  const { value } = file
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    problems.add({ file: file.name, line: 1, sentence: 'this is not a mapping', remedy: 'Write incident: and facts:.' })
    return null
  }
  for (const key of Object.keys(value)) {
    if (key === 'incident' || key === 'facts') continue
    const line = file.lineOfKey([], key)
    problems.add({ file: file.name, line, field: key, sentence: 'this field is not read', remedy: 'Remove it.' })
  }
  const incident = parseAt(slugSchema, file, ['incident'], Reflect.get(value, 'incident'), problems)
  const listed: unknown = Reflect.get(value, 'facts')
  if (!Array.isArray(listed) || listed.length === 0) {
    const line = file.lineOf(['facts'])
    problems.add({
      file: file.name,
      line,
      field: 'facts',
      sentence: 'no fact is listed',
      remedy: 'List what is known.',
    })
    return null
  }
  const facts = listed.map((fact: unknown, at) => parseAt(incidentFactSchema, file, ['facts', at], fact, problems))
  checkFacts(file, facts, problems)
  if (incident === null || problems.any) return null
  return { incident, facts: facts.filter((fact) => fact !== null) }
}

function checkFacts(file: YamlFile, facts: readonly (IncidentFact | null)[], problems: Problems): void {
  const versions = new Set<string>()
  const roles = new Set(facts.flatMap((fact) => (fact?.kind === 'party' ? [fact.party] : [])))
  for (const [at, fact] of facts.entries()) {
    if (fact === null) continue
    const line = file.lineOf(['facts', at])
    const version = `${fact.id}@${fact.version}`
    if (versions.has(version)) {
      problems.add({
        file: file.name,
        line,
        field: 'version',
        sentence: `${version} stands twice`,
        remedy: 'Give the correction the next version and its reason.',
      })
    }
    versions.add(version)
    for (const party of partiesOf(fact)) {
      if (roles.has(party)) continue
      problems.add({
        file: file.name,
        line,
        field: 'party',
        sentence: `nothing says the role and time zone of ${party}`,
        remedy: 'Add a fact of kind party.',
      })
    }
  }
}

function partiesOf(fact: IncidentFact): readonly string[] {
  if (fact.kind === 'agreement') return [fact.from, fact.to]
  if (fact.kind === 'occurred') return []
  if (fact.kind === 'notice' && fact.recipient !== undefined) return [fact.party, fact.recipient]
  return [fact.party]
}
