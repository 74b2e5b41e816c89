import type { Answer } from '../../client/answers.ts'
import type { UploadStart } from '../../upload/upload-target.ts'

/** The upload that corrects `item`: it proves the same for the same days until the person says otherwise. */
export function correctionOf(item: Answer<'readEvidence'>): UploadStart {
  return {
    supersedes: { id: item.id, name: item.artifact.name },
    effective: item.effective,
    targets: item.proves.map((proves) => {
      const subject = proves.system ?? proves.vendor
      return {
        key: `${proves.requirement}@${subject ?? ''}`,
        label: subject === undefined ? proves.requirement : `${proves.requirement}, ${subject}`,
        systemOfRecord: item.source,
        proves,
      }
    }),
  }
}
