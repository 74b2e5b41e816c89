import { IconAlertOctagon, IconCircleCheck, IconCircleMinus } from '@tabler/icons-react'
import type { StatusFace } from '../../status/row-status.ts'
import { StatusLabel } from '../../status/status-label.tsx'
import type { Step, Verification } from './verify-evidence.ts'
import classes from './evidence.module.css'

const outcomeFaces: { readonly [O in Step['outcome']]: StatusFace } = {
  passed: { word: 'Passed', meaning: 'checked in this browser', tone: 'good', icon: IconCircleCheck },
  failed: { word: 'Failed', meaning: 'does not hold', tone: 'bad', icon: IconAlertOctagon },
  'not-run': { word: 'Not run', meaning: 'could not be checked here', tone: 'mute', icon: IconCircleMinus },
}

/** What the verification found, step by step, and in plain words what follows from it and what does not. */
export function VerificationReport({ verification }: { readonly verification: Verification }) {
  const { steps, ok, isOwnKey } = verification
  return (
    <div role="status">
      <ol className={classes['steps']}>
        {steps.map(({ title, outcome, detail }) => (
          <li key={title} className={classes['step']}>
            <StatusLabel face={outcomeFaces[outcome]} />
            <div>
              <strong>{title}</strong>
              <p className="soft">{detail}</p>
            </div>
          </li>
        ))}
      </ol>
      <div className={classes['verdict']} data-tone={ok ? 'good' : 'bad'}>
        {ok ? (
          <Proven isOwnKey={isOwnKey} isComplete={steps.every(({ outcome }) => outcome === 'passed')} />
        ) : (
          <Refuted />
        )}
      </div>
    </div>
  )
}

function Proven({ isOwnKey, isComplete }: { readonly isOwnKey: boolean; readonly isComplete: boolean }) {
  return (
    <>
      <p>
        <strong>This proves</strong> that {isComplete ? 'exactly these bytes were' : 'a file with this hash was'} sealed
        in this log, at this place, in a log whose root the key has signed.
      </p>
      <p>
        <strong>It does not prove</strong> that what the file says is true, or that its period is the right one: that is
        for a person to judge.{' '}
        {isOwnKey
          ? 'To rule out a second log shown to other readers, compare the checkpoint with one seen elsewhere.'
          : 'The key came from this server: paste one you were given by another way to rule out that the server made up both.'}
      </p>
    </>
  )
}

function Refuted() {
  return (
    <p>
      <strong>Do not rely on this item.</strong> At least one step does not hold: the file, the entry, the log or the
      key is not what was sealed. Keep what you have, and compare it with a receipt or package from before.
    </p>
  )
}
