import type { PolicyVariable } from '@evidentia/core'
import { Button, Group, Radio, Stack, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { problemOf } from './template-preview.ts'
import classes from './policy.module.css'

interface QuestionFormProps {
  readonly variable: PolicyVariable
  readonly answer: string
  readonly onChange: (answer: string) => void
  /** The steps around this one. */
  readonly before: string | undefined
  readonly next: string
  /** Whether the reader came here from another step, so that the keyboard follows. */
  readonly isStepped: boolean
}

/** One open point of a template. What the library suggests is shown, and taken only by pressing for it. */
export function QuestionForm({ variable, answer, onChange, before, next, isStepped }: QuestionFormProps) {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (isStepped) form.current?.querySelector('input')?.focus()
  }, [isStepped])
  const navigate = useNavigate({ from: '/o/$org/policies/new' })
  const [isAsked, setAsked] = useState(false)
  const problem = problemOf(variable, answer)
  const go = (step: string) => void navigate({ search: (old) => ({ ...old, step }), replace: true })
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setAsked(true)
        if (problem === null) go(next)
        else form.current?.querySelector('input')?.focus()
      }}
    >
      <Stack gap="sm">
        <AnswerField variable={variable} answer={answer} problem={isAsked ? problem : null} onChange={onChange} />
        <Suggestion variable={variable} answer={answer} onTake={onChange} />
        <Group justify="space-between" gap="xs">
          <Button variant="default" disabled={before === undefined} onClick={() => before !== undefined && go(before)}>
            Back
          </Button>
          <Button type="submit">Next</Button>
        </Group>
      </Stack>
    </form>
  )
}

interface AnswerFieldProps extends Pick<QuestionFormProps, 'variable' | 'answer' | 'onChange'> {
  readonly problem: string | null
}

function AnswerField({ variable, answer, problem, onChange }: AnswerFieldProps) {
  if (variable.type === 'choice') {
    return (
      <Radio.Group label={variable.label} required value={answer} onChange={onChange} error={problem}>
        <Stack gap={6} mt={4}>
          {variable.options.map((option) => (
            <Radio key={option} value={option} label={option} />
          ))}
        </Stack>
      </Radio.Group>
    )
  }
  return (
    <TextInput
      label={variable.type === 'number' ? `${variable.label}, in ${variable.unit}` : variable.label}
      description={variable.type === 'number' ? `From ${variable.min} to ${variable.max}.` : undefined}
      inputMode={variable.type === 'number' ? 'decimal' : 'text'}
      required
      maxLength={variable.type === 'number' ? 12 : 2000}
      autoComplete="off"
      value={answer}
      error={problem}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

interface SuggestionProps {
  readonly variable: PolicyVariable
  readonly answer: string
  readonly onTake: (answer: string) => void
}

function Suggestion({ variable, answer, onTake }: SuggestionProps) {
  if (variable.suggested === undefined) return <p className="soft">The library suggests nothing here.</p>
  const suggested = String(variable.suggested)
  const words = variable.type === 'number' ? `${suggested} ${variable.unit}` : suggested
  return (
    <div className={classes['suggestion']}>
      <span className="soft">The library suggests: {words}</span>
      {answer === suggested ? (
        <span>Taken</span>
      ) : (
        <Button variant="default" size="compact-sm" onClick={() => onTake(suggested)}>
          Take the suggestion
        </Button>
      )}
    </div>
  )
}
