import type { Occurrence } from '@evidentia/core'
import { Link } from '@tanstack/react-router'
import { useOrganization } from '../../client/organization.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { verdictFaces } from '../../status/verdict-faces.ts'
import { counted } from '../../widgets/words.ts'
import classes from './control.module.css'

type CheckResult = Occurrence['checks'][number]

interface CheckResultsProps {
  readonly checks: readonly CheckResult[]
  /** The newest sealed result of each check for the interval, by check. */
  readonly sealed: ReadonlyMap<string, string>
}

/** What the checks of an interval found, with every item that is not met. */
export function CheckResults({ checks, sealed }: CheckResultsProps) {
  return checks.map((result) => (
    <div key={result.check} className={classes['check']}>
      <p>
        <StatusLabel face={verdictFaces[result.verdict]} /> {result.asserts}{' '}
        <span className="soft">{result.summary}</span> <SealedLink result={sealed.get(result.check)} />
      </p>
      {result.items.length > 0 && <CheckItems result={result} />}
    </div>
  ))
}

function SealedLink({ result }: { readonly result: string | undefined }) {
  const org = useOrganization()
  if (result === undefined) return null
  return (
    <Link to="/o/$org/check-results/$result" params={{ org, result }}>
      Every item, sealed
    </Link>
  )
}

function CheckItems({ result }: { readonly result: CheckResult }) {
  return (
    <table className={classes['items']}>
      <caption className="soft">
        {counted(result.items.length, 'item')} to look at, of {counted(result.itemTotal, 'judged', 'judged')}
      </caption>
      <thead>
        <tr>
          <th scope="col">Item</th>
          <th scope="col">Verdict</th>
          <th scope="col">Why</th>
          <th scope="col">Where</th>
        </tr>
      </thead>
      <tbody>
        {result.items.map((item) => (
          <tr key={`${item.key}:${item.record.line ?? ''}`}>
            <td>
              <code>{item.key}</code>
            </td>
            <td>{verdictFaces[item.verdict].word}</td>
            <td>{item.reason}</td>
            <td>
              <ItemPlace record={item.record} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Where the raw record of an item stands: in its evidence, on its line. */
function ItemPlace({ record }: { readonly record: CheckResult['items'][number]['record'] }) {
  const org = useOrganization()
  const { evidence, line, type, key } = record
  if (evidence === undefined) return `${type} ${key}`
  return (
    <Link to="/o/$org/evidence/$evidence" params={{ org, evidence }}>
      {line === undefined ? 'evidence' : `line ${line}`}
    </Link>
  )
}
