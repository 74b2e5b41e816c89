import { catalogVersion } from '@evidentia/catalog'
import { assess, dateOfInstant } from '@evidentia/core'
import type { ExitCode } from '../command.ts'
import { openFolder } from '../folder/disk-folder.ts'
import { readWorkload } from '../folder/read-workload.ts'
import { Refusal } from '../output/explain-error.ts'
import { plainText } from '../output/plain-text.ts'
import type { Terminal } from '../output/terminal.ts'
import { openSigningKey } from '../package/signing-key.ts'
import { packWorkload } from '../package/pack-workload.ts'
import { loadCatalog } from '../catalog/load-catalog.ts'
import { gatherInput } from './assess-workload.ts'
import { renderAssessment } from './assessment-text.ts'
import type { AssessOptions } from './command.ts'
import { readQuestion } from './question.ts'

/** Assesses the program folder `dir`, prints the answer and, when asked, seals the package. */
export async function runAssess(dir: string, options: AssessOptions, terminal: Terminal): Promise<ExitCode> {
  const asked = readQuestion(options)
  // Everything that can refuse comes before the work, so that a slip in an option costs no waiting.
  if (options.key !== undefined && options.package === undefined) {
    throw new Refusal(2, '--key signs a package; give --package FILE too.')
  }
  const key = options.key === undefined ? undefined : await openSigningKey(options.key)
  const folder = await openFolder(dir)
  const catalog = loadCatalog(options.catalog)
  const workload = await readWorkload(folder, catalog)
  const now = new Date().toISOString()
  const question = { ...asked, asOf: asked.asOf ?? dateOfInstant(now, workload.organization.timeZone) }
  const input = await gatherInput(workload, catalog, question)
  const assessment = assess(input)
  if (options.package !== undefined) {
    const packed = await packWorkload(options.package, {
      workload,
      input,
      assessment,
      question,
      folder,
      key,
      packedAt: now,
      catalogVersion: options.catalog === undefined ? catalogVersion() : null,
    })
    terminal.complain(`${plainText(packed.statement)}\n`)
  }
  const { period, summary, rows, findings } = assessment
  const json = { asOf: question.asOf, ...(asked.period === undefined ? {} : { period }), summary, rows, findings }
  terminal.print(options.json === true ? `${JSON.stringify(json, null, 2)}\n` : renderAssessment(assessment, workload))
  return 0
}
