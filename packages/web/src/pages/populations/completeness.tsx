import type { PopulationCard } from '@evidentia/core'
import { formatCount, formatRange } from '../../time/format.ts'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { Section } from '../../widgets/page.tsx'
import { counted } from '../../widgets/words.ts'
import { subjectWords } from './subject-words.ts'

/** What speaks for and against completeness, each with its first cases; the appendix has all of them. */
export function Completeness({ card }: { readonly card: PopulationCard }) {
  const { coverage, skipped, repeated, undated, sequence, reconciliation } = card
  return (
    <Section title="Completeness">
      <Facts>
        <Fact name="Days without export">
          <Cases
            none="None: every day is covered"
            total={coverage.gaps.total}
            shown={coverage.gaps.listed.map((gap) =>
              gap.subject === null ? formatRange(gap) : `${formatRange(gap)}, ${subjectWords(gap.subject)}`,
            )}
          />
        </Fact>
        <Fact name="Missing numbers">
          {sequence === null && 'Not looked for: the keys are not said to be numbered'}
          {sequence?.gaps === null && 'The keys are said to be numbered and are not'}
          {sequence !== null && sequence.gaps !== null && (
            <Cases
              none="None between the least and the greatest"
              total={sequence.gaps.total}
              shown={sequence.gaps.listed.map(({ prefix, from, to }) =>
                from === to ? `${prefix}${from}` : `${prefix}${from} to ${prefix}${to}`,
              )}
            />
          )}
        </Fact>
        <Fact name="Second source">
          <Reconciliation result={reconciliation} />
        </Fact>
        <Fact name="Not read by importers">
          <Cases
            none="Nothing"
            total={skipped.total}
            shown={skipped.listed.map(
              ({ evidence, line, reason }) => `${evidence}${line === null ? '' : `, line ${line}`}: ${reason}`,
            )}
          />
        </Fact>
        <Fact name="Repeated">
          <Cases
            none="No thing stands in two exports"
            total={repeated.total}
            shown={repeated.listed.map(({ key, counts }) => `${key}: ${counts} counts`)}
            lead="Of several records of one thing that of the newest export counts: by the last day it speaks of, then by when it was taken."
          />
        </Fact>
        <Fact name="Without a date">
          <Cases none="None" total={undated.total} shown={undated.listed.map(({ key }) => key)} />
        </Fact>
      </Facts>
    </Section>
  )
}

interface CasesProps {
  readonly none: string
  readonly total: number
  readonly shown: readonly string[]
  readonly lead?: string
}

const shownAtOnce = 12

function Cases({ none, total, shown, lead }: CasesProps) {
  if (total === 0) return none
  const first = shown.slice(0, shownAtOnce)
  return (
    <>
      {lead !== undefined && <div className="soft">{lead}</div>}
      {first.map((text) => (
        <div key={text}>{text}</div>
      ))}
      {total > first.length && <div className="soft">and {formatCount(total - first.length)} more in the appendix</div>}
    </>
  )
}

function Reconciliation({ result }: { readonly result: PopulationCard['reconciliation'] }) {
  if (result === null) return 'It was not held against anything'
  if (result.with === 'count')
    return `${result.result === 'agrees' ? 'Agrees' : 'Differs'}: stated ${formatCount(result.stated)}, found ${formatCount(result.found)}`
  const word = { agrees: 'Agrees', differs: 'Differs', unknown: 'Unknown: no export of it in the period' }[
    result.result
  ]
  return (
    <>
      <div>
        {word}. {counted(result.inBoth, 'value')} in both, {formatCount(result.onlyHere.total)} only here,{' '}
        {formatCount(result.onlyThere.total)} only there.
      </div>
      <Only where="Only here" values={result.onlyHere} />
      <Only where="Only there" values={result.onlyThere} />
    </>
  )
}

function Only({
  where,
  values,
}: {
  readonly where: string
  readonly values: { readonly total: number; readonly listed: readonly string[] }
}) {
  if (values.total === 0) return null
  const first = values.listed.slice(0, shownAtOnce)
  const more = values.total > first.length ? `, and ${formatCount(values.total - first.length)} more` : ''
  return (
    <div className="soft">
      {where}: {first.join(', ')}
      {more}
    </div>
  )
}
