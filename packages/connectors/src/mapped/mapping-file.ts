import { type TableMapping, tableMappingSchema } from '@evidentia/core'
import { Problems } from '../program-folder/problem.ts'
import { parseAt } from '../program-folder/schema-problems.ts'
import { readYaml } from '../program-folder/yaml-file.ts'

/** The mapping in a YAML file of its own. Throws EvidentiaError `malformed-file` with the line of the first problem. */
export function readMappingFile(name: string, bytes: Uint8Array): TableMapping {
  const problems = new Problems()
  const file = readYaml(name, bytes, problems)
  const mapping = file === null ? null : parseAt(tableMappingSchema, file, [], file.value, problems)
  problems.refuse()
  if (mapping === null) throw new RangeError('A mapping without problems is there.')
  return mapping
}
