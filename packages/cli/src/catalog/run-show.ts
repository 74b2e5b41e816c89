import type { Catalog, Control, RequirementView } from '@evidentia/core'
import { viewRequirement } from '@evidentia/core'
import type { ExitCode } from '../command.ts'
import { plainText } from '../output/plain-text.ts'
import type { Terminal } from '../output/terminal.ts'
import type { CatalogOptions } from './command.ts'
import { loadCatalog } from './load-catalog.ts'

/** Prints one requirement or one control with its links. */
export function runShow(id: string, options: CatalogOptions, terminal: Terminal): ExitCode {
  const catalog = loadCatalog(options.catalog)
  const control = catalog.controls.get(id)
  const shown = control === undefined ? showRequirement(viewRequirement(catalog, id)) : showControl(catalog, control)
  terminal.print(options.json === true ? `${JSON.stringify(shown.json, null, 2)}\n` : shown.text)
  return 0
}

interface Shown {
  readonly json: object
  readonly text: string
}

function showRequirement({ framework, requirement, links, related }: RequirementView): Shown {
  const { id, title, designation, notReached } = requirement
  const proposed = framework.status === 'proposed' ? ' (proposed, not law)' : ''
  return {
    json: {
      id,
      title,
      ...(designation === undefined ? {} : { designation }),
      framework: framework.id,
      controls: links.map(({ control, relationship, rationale, confidence, reviewer }) => ({
        id: control.id,
        relationship,
        rationale,
        confidence,
        ...(reviewer === undefined ? {} : { reviewer }),
      })),
      ...(notReached === undefined ? {} : { notReached }),
      relatedRequirements: related,
    },
    text: write([
      `${id} ${title}`,
      `${framework.title}${proposed}${designation === undefined ? '' : `; ${designation}`}`,
      '',
      ...(links.length === 0
        ? [`No control of the library serves it. ${notReached ?? 'The catalog gives no reason.'}`]
        : links.flatMap(({ control, relationship, rationale, confidence, reviewer }) => [
            `  ${control.id}: ${control.title}`,
            `    ${relationship}, confidence ${confidence}, ${
              reviewer === undefined ? 'not reviewed' : `reviewed by ${reviewer.name} on ${reviewer.on}`
            }`,
            `    ${rationale}`,
          ])),
      ...Object.entries(related).map(
        ([name, ids], at) => `${at === 0 ? '\nShares a control with\n' : ''}  ${name}: ${ids.join(', ')}`,
      ),
    ]),
  }
}

function showControl(catalog: Catalog, control: Control): Shown {
  const links = catalog.links.get(control.id) ?? []
  const served = Object.groupBy(links, ({ framework }) => framework.id)
  return {
    json: {
      ...control,
      serves: Object.fromEntries(
        Object.entries(served).map(([framework, list]) => [
          framework,
          (list ?? []).map(({ requirement, relationship, rationale, confidence, reviewer }) => ({
            id: requirement.id,
            relationship,
            rationale,
            confidence,
            ...(reviewer === undefined ? {} : { reviewer }),
          })),
        ]),
      ),
    },
    text: write([
      `${control.id}: ${control.title}`,
      `${control.area}, version ${control.version}, owned by the ${control.ownerRole}, backup the ${control.backupRole}`,
      '',
      control.objective,
      '',
      `Policy: ${control.policy.clause}`,
      '',
      'Evidence',
      ...control.evidence.map((e) => `  ${e.id}, ${e.cadence}: ${e.artifact}`),
      '',
      'Serves',
      ...links.flatMap(({ framework, requirement, relationship, rationale }) => [
        `  ${framework.id} ${requirement.id}, ${relationship}: ${rationale}`,
      ]),
    ]),
  }
}

function write(lines: readonly string[]): string {
  return `${lines
    .flatMap((line) => line.split('\n'))
    .map(plainText)
    .join('\n')}\n`
}
