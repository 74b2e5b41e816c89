import type { PrintDocument } from '../../platform/print/document.ts'
import { readMarkdown } from '../../platform/print/markdown.ts'
import type { PolicyVersion, PolicyView } from './versions.ts'

/** A version of a policy as it goes to paper: who approved it stands above its text, and its SHA-256 on every page. */
export function composePolicyPrint(
  { body, effective, sha256, recordedAt, entry }: PolicyVersion,
  organization: string,
  { program }: PolicyView,
): PrintDocument {
  const nameOf = (id: string): string => program.person.get(id)?.name ?? id
  const { approval } = body
  return {
    title: body.title,
    details: [
      ['Organization', organization],
      ['Owner', nameOf(body.owner)],
      ['Author', nameOf(body.author)],
      ['Approval', approval === undefined ? 'Draft: nobody has approved it' : `${nameOf(approval.by)}, ${approval.on}`],
      [approval === undefined ? 'Meant to be in force from' : 'In force from', effective],
      ['Review', `${body.reviewMonths} months after approval`],
      ['Log entry', String(entry)],
    ],
    blocks: readMarkdown(body.text),
    footer: `${organization} · ${body.title} · SHA-256 of the text ${sha256}`,
    landscape: false,
    created: recordedAt,
  }
}
