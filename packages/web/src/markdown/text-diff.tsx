import { diffWordsWithSpace } from 'diff'
import { useMemo } from 'react'
import { counted } from '../widgets/words.ts'
import classes from './text-diff.module.css'

interface TextDiffProps {
  /** What the second text is compared with, in words: `the version in force`. */
  readonly against: string
  readonly before: string
  readonly after: string
}

/** What changed from one text to another, word by word; added and removed differ by their line and not by color alone. */
export function TextDiff({ against, before, after }: TextDiffProps) {
  const pieces = useMemo(() => compareWords(before, after), [before, after])
  const added = pieces.filter(({ change }) => change === 'added').length
  const removed = pieces.filter(({ change }) => change === 'removed').length
  if (added + removed === 0) return <p className="soft">No word differs from {against}.</p>
  return (
    <>
      <p className="soft">
        Compared with {against}: {counted(added, 'passage')} added (underlined), {counted(removed, 'passage')} removed
        (struck through).
      </p>
      <div className={classes['text']}>
        {pieces.map(({ change, words }, index) => {
          const key = `${index} ${words.slice(0, 12)}`
          if (change === 'added') return <ins key={key}>{words}</ins>
          return change === 'removed' ? <del key={key}>{words}</del> : <Unchanged key={key} words={words} />
        })}
      </div>
    </>
  )
}

/** Lines of what did not change that stay in sight beside a change. */
const contextLines = 3

/** What did not change; where it is long, its middle opens on request. */
function Unchanged({ words }: { readonly words: string }) {
  const lines = words.split('\n')
  const hidden = lines.slice(contextLines, -contextLines)
  if (hidden.length <= contextLines) return <span>{words}</span>
  return (
    <>
      <span>{`${lines.slice(0, contextLines).join('\n')}\n`}</span>
      <details>
        <summary>{counted(hidden.length, 'unchanged line')}</summary>
        {hidden.join('\n')}
      </details>
      <span>{lines.slice(-contextLines).join('\n')}</span>
    </>
  )
}

interface Piece {
  readonly change: 'added' | 'removed' | 'same'
  readonly words: string
}

/** The words of both texts in one order. */
export function compareWords(before: string, after: string): readonly Piece[] {
  return diffWordsWithSpace(before, after).map(({ added, removed, value }) => ({
    change: added ? 'added' : removed ? 'removed' : 'same',
    words: value,
  }))
}
