import { OpenPackage, verifyPackage } from '@evidentia/ledger'
import type { ExitCode } from '../command.ts'
import { Refusal } from '../output/explain-error.ts'
import { count, plainText } from '../output/plain-text.ts'
import type { Terminal } from '../output/terminal.ts'
import { readTrustedKeys } from '../verify/trusted-keys.ts'
import { renderProblems, renderSigners } from '../verify/verdict-text.ts'
import type { RerunOptions } from './command.ts'
import type { Rerun } from './rerun-result.ts'
import { rerunResult } from './rerun-result.ts'
import { findResult, readSealedFacts } from './sealed-facts.ts'

/** Verifies the package, runs one sealed result of it again, or all, and answers 0 only when every one gives the same bytes. */
export async function runRerun(id: string | undefined, options: RerunOptions, terminal: Terminal): Promise<ExitCode> {
  if ((id === undefined) !== (options.all === true))
    throw new Refusal(2, 'Name one result, re_…, or say --all for every one in the package.')
  const path = options.package
  const vkeys = options.key === undefined ? undefined : await readTrustedKeys(options.key)
  const { ok, checked, problems } = await verifyPackage(path, vkeys === undefined ? {} : { vkeys })
  if (!ok) {
    const text = `${renderProblems(path, problems).map(plainText).join('\n')}\n`
    terminal.print(options.json === true ? toJson({ package: path, verified: false, problems, results: [] }) : text)
    return 1
  }
  const reruns = await rerunAll(path, id)
  const isSame = reruns.length > 0 && reruns.every(({ outcome }) => outcome === 'same')
  terminal.print(
    options.json === true
      ? toJson({ package: path, verified: true, signedBy: checked.signedBy, results: reruns.map(toAnswer) })
      : render(path, reruns, renderSigners(checked.signedBy, 'the key inside the package')),
  )
  return isSame ? 0 : 1
}

async function rerunAll(path: string, id: string | undefined): Promise<Rerun[]> {
  const opened = await OpenPackage.open(path)
  try {
    const facts = await readSealedFacts(opened)
    const chosen = id === undefined ? [...facts.results.values()] : [findResult(facts, id)]
    const reruns: Rerun[] = []
    for (const result of chosen) reruns.push(await rerunResult(result, facts, opened))
    return reruns
  } finally {
    await opened.close()
  }
}

function toAnswer({ result, outcome, sentence }: Rerun) {
  const { id, row, check, version, asserts, asOf, verdict, summary, counts } = result
  return { id, row, check, version, asserts, asOf, verdict, summary, counts, outcome, sentence }
}

const marks = { same: 'same   ', differs: 'DIFFERS', cannot: 'CANNOT ' } as const

function render(path: string, reruns: readonly Rerun[], signers: readonly string[]): string {
  const lines = reruns.flatMap(({ result, outcome, sentence }) => [
    `${marks[outcome]}  ${result.id}  ${result.check} ${result.version} on ${result.row}, ${result.asOf}: ${result.verdict}`,
    ...(outcome === 'same' && reruns.length > 1 ? [] : [`         ${result.asserts}`, `         ${sentence}.`]),
  ])
  const tally = (outcome: Rerun['outcome']): number => reruns.filter((one) => one.outcome === outcome).length
  const total =
    reruns.length === 0
      ? 'The package holds no check results.'
      : `${count(reruns.length, 'result')} run again: ${tally('same')} the same, ${tally('differs')} different, ${tally('cannot')} that cannot be run.`
  return `${[`${path}: verified`, ...signers, '', ...lines, '', total].map(plainText).join('\n')}\n`
}

function toJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
