import type { Occurrence } from '@evidentia/core'
import { IconAlertOctagon, IconCircleCheck, IconCircleMinus, IconHelpHexagon } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useOrganization } from '../../client/organization.ts'
import type { StatusFace } from '../../status/row-status.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import { counted } from '../../widgets/words.ts'
import classes from './control.module.css'

type CheckResult = Occurrence['checks'][number]

const verdictFaces: { readonly [V in CheckResult['verdict']]: StatusFace } = {
  'not-met': { word: 'Not met', meaning: 'at least one item is not met', tone: 'bad', icon: IconAlertOctagon },
  unknown: { word: 'Unknown', meaning: 'could not be judged', tone: 'doubt', icon: IconHelpHexagon },
  met: { word: 'Met', meaning: 'every item is met', tone: 'good', icon: IconCircleCheck },
  'not-applicable': {
    word: 'Not applicable',
    meaning: 'there was nothing to judge',
    tone: 'mute',
    icon: IconCircleMinus,
  },
}

/** What the checks of an interval found, with every item that is not met. */
export function CheckResults({ checks }: { readonly checks: readonly CheckResult[] }) {
  return checks.map((result) => (
    <div key={result.check} className={classes['check']}>
      <p>
        <StatusLabel face={verdictFaces[result.verdict]} /> {result.asserts}{' '}
        <span className="soft">{result.summary}</span>
      </p>
      {result.items.length > 0 && <CheckItems result={result} />}
    </div>
  ))
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
