import { type Catalog, contracts, EvidentiaError } from '@evidentia/core'
import { pageOfList } from '../../platform/http/cursor.ts'
import { operation, type Operation } from '../../platform/http/operation.ts'

/** What the catalog gives to begin from. Nothing of it belongs to an organization before it is recorded as its own. */
export function templateRoutes(catalog: Catalog): Operation[] {
  return [
    operation(contracts.listPlaybooks, async ({ query }) =>
      pageOfList(
        listLines(catalog.playbooks, (one) => one.opensWhen),
        query,
      ),
    ),
    operation(contracts.readPlaybook, async ({ params }) => find(catalog.playbooks, params.template, 'playbook')),
    operation(contracts.listQuestionnaires, async ({ query }) =>
      pageOfList(
        listLines(catalog.questionnaires, (one) => one.for),
        query,
      ),
    ),
    operation(contracts.readQuestionnaire, async ({ params }) =>
      find(catalog.questionnaires, params.template, 'questionnaire'),
    ),
    operation(contracts.listWorkloadTemplates, async ({ query }) =>
      pageOfList(
        listLines(catalog.workloads, (one) => one.summary),
        query,
      ),
    ),
    operation(contracts.readWorkloadTemplate, async ({ params }) =>
      find(catalog.workloads, params.template, 'workload template'),
    ),
  ]
}

interface Template {
  readonly id: string
  readonly title: string
  readonly version: number
}

function listLines<T extends Template>(templates: ReadonlyMap<string, T>, summarize: (template: T) => string) {
  return [...templates.values()]
    .map((one) => ({ id: one.id, title: one.title, version: one.version, summary: summarize(one) }))
    .toSorted((a, b) => (a.title < b.title ? -1 : 1))
}

function find<T>(templates: ReadonlyMap<string, T>, id: string, what: string): T {
  const found = templates.get(id)
  if (found === undefined) throw new EvidentiaError('not-found', `The catalog has no ${what} "${id}".`)
  return found
}
