import type { DraftOf, ImportedItem, Importer } from '@evidentia/core'
import { isPlainInstant } from '../source-file/cell.ts'
import { compiled } from '../source-file/compiled-schema.ts'
import { malformed } from '../source-file/refusal.ts'
import { SeenKeys } from '../source-file/seen-keys.ts'
import { peekText } from '../source-file/text.ts'
import { readXmlBlocks, type XmlElement, type XmlPart } from '../source-file/xml-parts.ts'
import { itemAttributes } from './schema.ts'

const host = 'NessusClientData_v2/Report/ReportHost'

/** What the report says of a host before its findings. */
interface Host {
  readonly address: string | null
  readonly scanned: string | null
}

/** One record for each report item, also where it only informs: what was looked at is part of the proof. */
export const nessusImporter: Importer = {
  id: 'nessus-v2',
  version: 1,
  title: 'Nessus report (.nessus, XML)',
  recordTypes: ['vulnerability'],
  recognizes: (head) => /^\uFEFF?\s*</.test(peekText(head)) && peekText(head).includes('<NessusClientData_v2'),
  async *read(file): AsyncGenerator<ImportedItem> {
    const seen = new SeenKeys()
    let known: Host = unknownHost
    let knownOf: XmlPart['around'][number] | undefined
    for await (const parts of readXmlBlocks(file, [`${host}/HostProperties`, `${host}/ReportItem`])) {
      for (const part of parts) {
        // Of each host the report speaks by itself: what was said of the one before says nothing of this one.
        if (part.around.at(-1) !== knownOf) known = unknownHost
        knownOf = part.around.at(-1)
        if (part.path === `${host}/HostProperties`) known = hostOf(part.element)
        else yield seen.once(toRecord(part, known, file.name), { line: part.line, place: 'ReportItem' })
      }
    }
  },
}

const unknownHost: Host = { address: null, scanned: null }

function hostOf({ children }: XmlElement): Host {
  const tags = new Map(children.map(({ attributes, text }) => [attributes['name'], text]))
  // HOST_END is in the scanner's own time without a zone, and says nothing certain; newer reports add the second.
  const second = Number(tags.get('HOST_END_TIMESTAMP') ?? Number.NaN)
  const ended = second > 0 && second < 253_402_300_799 ? new Date(second * 1000).toISOString() : null
  return { address: tags.get('host-ip') ?? null, scanned: ended !== null && isPlainInstant(ended) ? ended : null }
}

function toRecord(
  { element, around, line }: XmlPart,
  { address, scanned }: Host,
  file: string,
): DraftOf<'vulnerability'> {
  const parsed = compiled(itemAttributes).safeParse(element.attributes)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const place = { file, line, field: String(issue?.path[0] ?? 'ReportItem') }
    throw malformed(place, issue?.message ?? 'the item cannot be read', 'Use the report as Nessus exported it.')
  }
  const { pluginID, pluginName, severity, port, protocol } = parsed.data
  const all = (name: string): string[] =>
    element.children.flatMap((child) => (child.name === name && child.text.trim() !== '' ? [child.text.trim()] : []))
  const plugin = `Nessus ${pluginID}`
  const [cve, ...others] = all('cve')
  // One finding of several weaknesses is not any one of them.
  const identifier = cve !== undefined && others.length === 0 ? cve : plugin
  const aliases = [...(identifier === plugin ? [] : [plugin]), ...(others.length === 0 ? [] : all('cve'))]
  const target = around.at(-1)?.['name'] ?? address ?? 'a host without a name'
  const location = port === '0' ? null : `${protocol} ${port}`
  const score = Number(all('cvss3_base_score')[0] ?? all('cvss_base_score')[0] ?? Number.NaN)
  return {
    type: 'vulnerability',
    key: `${plugin}|${location ?? ''}|${target}`,
    line,
    body: {
      identifier,
      aliases: aliases.length === 0 ? null : aliases,
      target,
      targetId: address,
      kind: 'host',
      package: '',
      installedVersion: '',
      location,
      severity,
      score: score >= 0 && score <= 10 ? score : null,
      exploited: exploitedOf(all('exploit_available')[0]),
      title: pluginName,
      scanner: 'Nessus',
      scanned,
    },
  }
}

function exploitedOf(said: string | undefined): boolean | null {
  return said === 'true' ? true : said === 'false' ? false : null
}
