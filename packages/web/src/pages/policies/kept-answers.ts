import { useEffect, useState } from 'react'
import { useOrganization } from '../../client/organization.ts'
import type { Answers } from './template-preview.ts'

/** What was answered so far for a template; it outlives a reload of this tab and ends with it. */
export function useKeptAnswers(template: string): readonly [Answers, (variable: string, answer: string) => void] {
  const organization = useOrganization()
  const key = `evidentia-draft/${organization}/${template}`
  const [answers, setAnswers] = useState<Answers>(() => readAnswers(key))
  useEffect(() => sessionStorage.setItem(key, JSON.stringify(answers)), [key, answers])
  return [answers, (variable, answer) => setAnswers((old) => ({ ...old, [variable]: answer }))]
}

export function forgetAnswers(organization: string, template: string): void {
  sessionStorage.removeItem(`evidentia-draft/${organization}/${template}`)
}

function readAnswers(key: string): Answers {
  const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? '{}')
  if (typeof kept !== 'object' || kept === null) return {}
  return Object.fromEntries(Object.entries(kept).filter(([, answer]) => typeof answer === 'string'))
}
