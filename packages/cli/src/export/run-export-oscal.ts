import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { composeOscal, dateOfInstant, lastFactInstant, oscalModels } from '@evidentia/core'
import { assessWorkload } from '../assess/assess-workload.ts'
import { readQuestion } from '../assess/question.ts'
import { loadCatalog } from '../catalog/load-catalog.ts'
import type { ExitCode } from '../command.ts'
import { openFolder } from '../folder/disk-folder.ts'
import { readWorkload } from '../folder/read-workload.ts'
import { Refusal } from '../output/explain-error.ts'
import { plainText } from '../output/plain-text.ts'
import type { Terminal } from '../output/terminal.ts'
import { nameOrganization } from '../package/organization-uuid.ts'
import { readVersion } from '../version.ts'
import type { OscalOptions } from './command.ts'

/**
 * Writes one OSCAL document of the program folder `dir`. It says nothing of when it was written: the same folder asked
 * about the same day gives the same bytes.
 */
export async function runExportOscal(dir: string, options: OscalOptions, terminal: Terminal): Promise<ExitCode> {
  const asked = readQuestion(options)
  const model = oscalModels.find((one) => one === options.model)
  if (model === undefined) {
    throw new Refusal(2, `--model: "${plainText(options.model)}" is none of ${oscalModels.join(', ')}.`)
  }
  const folder = await openFolder(dir)
  const catalog = loadCatalog(options.catalog)
  const workload = await readWorkload(folder, catalog)
  const asOf = asked.asOf ?? dateOfInstant(new Date().toISOString(), workload.organization.timeZone)
  const facts = {
    documents: workload.documents,
    evidence: workload.evidence.map((body) => ({ ...body, recordedAt: body.collectedAt })),
    knownAt: asked.knownAt,
  }
  const document = composeOscal(model, {
    ...facts,
    catalog,
    assessment: await assessWorkload(workload, catalog, { ...asked, asOf }),
    framework: options.framework,
    organization: nameOrganization(workload.organization.id),
    instant: lastFactInstant(facts, asOf),
    release: readVersion(),
    sha1: (bytes) => createHash('sha1').update(bytes).digest(),
  })
  const text = `${JSON.stringify(document, null, 2)}\n`
  if (options.out === undefined) terminal.print(text)
  else await writeFile(options.out, text)
  return 0
}
