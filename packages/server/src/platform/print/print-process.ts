import type { PrintDocument } from './document.ts'
import { layout } from './layout.ts'

/** What this process answers its parent: the file, or why there is none. */
export type PrintAnswer = { readonly pdf: Uint8Array } | { readonly problem: string } | { readonly absent: string }

/** Tagged for readers that do not see (PDF/UA-1); a text it cannot be promised for is still printed, tagged all the same. */
const standards = ['ua-1', undefined]

// One document, then the process ends: a text made to exhaust it costs this process and nothing else.
process.once('message', (document: PrintDocument) => {
  void print(document).then((answer) => process.send?.(answer, () => process.disconnect()))
})

async function print(document: PrintDocument): Promise<PrintAnswer> {
  const engine = await import('@myriaddreamin/typst-ts-node-compiler').catch((error: unknown) => String(error))
  // A native program, made for most machines and not for all.
  if (typeof engine === 'string') return { absent: engine }
  const compiler = engine.NodeCompiler.create()
  const by = { mainFileContent: layout, inputs: { document: JSON.stringify(document) } }
  const creationTimestamp = Math.floor(Date.parse(document.created) / 1000)
  const problems: string[] = []
  for (const pdfStandard of standards) {
    try {
      const pdf = compiler.pdf(by, {
        ...(pdfStandard === undefined ? {} : { pdfStandard }),
        pdfTags: true,
        creationTimestamp,
      })
      return { pdf: new Uint8Array(pdf) }
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error))
    }
  }
  return { problem: problems.join('; ') }
}
