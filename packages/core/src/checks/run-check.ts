import type { Check, CheckInput, CheckResult, Judgement } from './check.ts'
import { parametersInForce, renderSentence } from './parameters.ts'
import { findSilence, type PopulationWholeness } from './silence.ts'

/** Runs one check: with a value for each of its parameters, and with silence never taken for consent. */
export function runCheck(check: Check, input: CheckInput): CheckResult {
  const parameters = parametersInForce(check.parameters, input.parameters)
  const found = check.evaluate({ ...input, parameters })
  return {
    check: check.id,
    version: check.version,
    asserts: renderSentence(check.asserts, parameters),
    parameters,
    ...hearSilence(check, input, found),
  }
}

/** A failure stands, however little was seen; anything better needs a population that is known to be whole. */
function hearSilence(check: Check, { populations, joined }: CheckInput, found: Judgement): Judgement {
  const silences = populations.flatMap((standing) => findSilence(standing, check.shrinkage) ?? [])
  const doubts = [
    ...silences.filter(({ kind }) => kind === 'doubt').map(({ sentence }) => sentence),
    ...joined.flatMap(doubtOfJoined),
  ]
  if (doubts.length > 0) {
    if (found.verdict === 'not-met') return { ...found, summary: `${found.summary} ${doubts.join(' ')}` }
    return { ...found, verdict: 'unknown', summary: doubts.join(' ') }
  }
  const [attested] = silences
  if (attested === undefined || found.verdict === 'not-met') return found
  return { ...found, verdict: 'met', summary: attested.sentence }
}

/** Of what is only compared with, fewer is never progress, and none at all, however attested, is no verdict by itself. */
function doubtOfJoined(standing: PopulationWholeness): string[] {
  const silence = findSilence(standing, 'silence')
  if (silence === null || silence.kind !== 'doubt') return []
  return [`Of the records joined, ${silence.sentence.charAt(0).toLowerCase()}${silence.sentence.slice(1)}`]
}
