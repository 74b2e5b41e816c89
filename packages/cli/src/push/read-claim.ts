import type { EvidenceClaim } from '@evidentia/core'
import { dateRangeSchema, evidenceClaimSchema, instantSchema } from '@evidentia/core'
import { Refusal } from '../output/explain-error.ts'
import { readOption, splitRange } from '../output/options.ts'
import type { PushOptions } from './command.ts'

/** The claim that the options make for every file. Throws a usage Refusal naming the option. `now`: an instant. */
export function readClaim(options: PushOptions, now: string): EvidenceClaim {
  const { requirement, system, vendor, effective, source, collector, note } = options
  if (system !== undefined && vendor !== undefined) throw new Refusal(2, 'Give --system or --vendor, not both.')
  const subject = { ...(system === undefined ? {} : { system }), ...(vendor === undefined ? {} : { vendor }) }
  const claim = {
    proves: requirement.map((id) => ({ requirement: id, ...subject })),
    effective: readEffective(effective),
    collectedAt: readOption('--collected-at', instantSchema, options.collectedAt ?? now),
    source,
    ...(collector === undefined ? {} : { collector }),
    ...(note === undefined ? {} : { note }),
  }
  const parsed = evidenceClaimSchema.safeParse(claim)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new Refusal(2, `--${nameOption(issue?.path ?? [])}: ${issue?.message ?? 'the value is not accepted'}.`)
}

function readEffective(text: string) {
  return readOption('--effective', dateRangeSchema, splitRange(text) ?? { from: text, to: text })
}

function nameOption(path: readonly PropertyKey[]): string {
  const [first, , last] = path
  return String(first === 'proves' ? (last ?? 'requirement') : (first ?? 'requirement'))
}
