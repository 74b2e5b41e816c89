import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useAsOf } from '../../app/as-of.ts'
import { useAnswer, type Answer as Answered } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { Answer } from '../../widgets/answer.tsx'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { counted } from '../../widgets/words.ts'
import { RequirementLink } from '../requirements/requirement-link.tsx'
import classes from './framework.module.css'

type Preview = Answered<'previewEdition'>
interface EditionPreviewProps {
  readonly framework: Answered<'readFramework'>['framework']
}

/** What being judged by an edition would change: its difference from the one in use, and what it does to the program. */
export function EditionPreview({ framework }: EditionPreviewProps) {
  const { asOf } = useAsOf()
  const preview = useAnswer('previewEdition', { params: { framework: framework.id }, query: { asOf } })
  return <Answer of={preview}>{(answer) => <Loaded answer={answer} framework={framework} />}</Answer>
}

function Loaded({ answer, framework }: EditionPreviewProps & { readonly answer: Preview }) {
  const ids = (requirements: readonly string[]) => <Ids framework={framework.id} ids={requirements} />
  const { open, notReached } = answer
  return (
    <>
      <h3>What it does to the program</h3>
      <Facts>
        <Fact name="Served already">
          {counted(answer.served.length, 'requirement')} by controls this organization adopted.
        </Fact>
        <Fact name="Would be open">
          {counted(open.length, 'requirement')} served only by controls that are not adopted.
          <More of={open}>
            {open.map(({ requirement, controls }) => (
              <li key={requirement}>
                <RequirementLink framework={framework.id} id={requirement} />: adopt <Controls ids={controls} />
              </li>
            ))}
          </More>
        </Fact>
        <Fact name="Not reached">
          {counted(notReached.length, 'requirement')} no control of the library serves.
          <More of={notReached}>
            {notReached.map(({ requirement, reason }) => (
              <li key={requirement}>
                <RequirementLink framework={framework.id} id={requirement} /> {reason ?? 'The catalog gives no reason.'}
              </li>
            ))}
          </More>
        </Fact>
        <Fact name="Would be undecided">
          {counted(answer.undecided.length, 'addressable specification')} without a decision, each a gap from that day
          on.
          {ids(answer.undecided)}
        </Fact>
        {answer.idle.length > 0 && (
          <Fact name="Would serve nothing">
            <Controls ids={answer.idle} /> would no longer serve a requirement of this framework.
          </Fact>
        )}
      </Facts>
      <Difference answer={answer} />
    </>
  )
}

/** What the edition adds, removes, moves and rewrites. */
function Difference({ answer }: { readonly answer: Preview }) {
  const { before, after, added, removed, moved, changed } = answer
  if (before === null) {
    return (
      <p className="soft">There is no earlier edition in use to compare it with: every requirement would be new.</p>
    )
  }
  return (
    <>
      <h3>What differs from {before}</h3>
      <Facts>
        <Fact name="Added">
          {counted(added.length, 'requirement')}
          <Ids framework={after} ids={added.map(({ id }) => id)} />
        </Fact>
        <Fact name="Removed">
          {counted(removed.length, 'requirement')}
          <Ids framework={before} ids={removed.map(({ id }) => id)} />
        </Fact>
        <Fact name="Moved">
          {counted(moved.length, 'requirement')}
          <More of={moved}>
            {moved.map(({ from, to }) => (
              <li key={to.id}>
                {from.map(({ id }) => id).join(', ')} to <RequirementLink framework={after} id={to.id} />
              </li>
            ))}
          </More>
        </Fact>
        <Fact name="Changed">
          {counted(changed.length, 'requirement')}
          <More of={changed}>
            {changed.map(({ before: old, after: next, fields }) => (
              <li key={next.id}>
                <RequirementLink framework={after} id={next.id} /> {fields.join(', ')}
                {fields.includes('title') && `: “${old.title}” is now “${next.title}”`}
              </li>
            ))}
          </More>
        </Fact>
        <Fact name="Unchanged">{counted(answer.unchanged, 'requirement')}</Fact>
      </Facts>
    </>
  )
}

function Ids({ framework, ids }: { readonly framework: string; readonly ids: readonly string[] }) {
  return (
    <More of={ids}>
      {ids.map((id) => (
        <li key={id}>
          <RequirementLink framework={framework} id={id} />
        </li>
      ))}
    </More>
  )
}

/** A list that opens; nothing where it is empty. */
function More({ of: items, children }: { readonly of: readonly unknown[]; readonly children: ReactNode }) {
  if (items.length === 0) return null
  return (
    <details className={classes['more']}>
      <summary>Show them</summary>
      <ul>{children}</ul>
    </details>
  )
}

function Controls({ ids }: { readonly ids: readonly string[] }) {
  const org = useOrganization()
  return ids.map((control, index) => (
    <span key={control}>
      {index > 0 && ' or '}
      <Link to="/o/$org/controls/$control" params={{ org, control }}>
        {control}
      </Link>
    </span>
  ))
}
