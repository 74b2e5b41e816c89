import type { Scope } from '@evidentia/core'
import { wordsOf } from '../../widgets/words.ts'

/** What a control applies to, as a sentence. */
export function scopeWords(scope: Scope): string {
  switch (scope.subject) {
    case 'organization':
      return 'The organization as a whole.'
    case 'vendor':
      return scope.touches === undefined ? 'Every vendor.' : `Vendors that touch ${listed(scope.touches)}.`
    case 'system': {
      const { kind, environment, sensitivity, criticality, internetFacing } = scope
      const parts = [
        kind === undefined ? 'Systems of any kind' : `Systems of the kind ${listed(kind)}`,
        environment === undefined ? null : `in ${listed(environment)}`,
        sensitivity === undefined ? null : `holding ${anyOf(sensitivity.map((value) => holdings[value]))}`,
        criticality === undefined ? null : `of ${listed(criticality)} criticality`,
        internetFacing === undefined ? null : internetFacing ? 'facing the internet' : 'not facing the internet',
      ]
      return `${parts.filter((part) => part !== null).join(', ')}.`
    }
  }
}

type Sensitivity = NonNullable<Extract<Scope, { subject: 'system' }>['sensitivity']>[number]

const holdings: { readonly [S in Sensitivity]: string } = {
  none: 'no data',
  internal: 'internal data',
  confidential: 'confidential data',
  phi: 'PHI',
}

function listed(values: readonly string[]): string {
  return anyOf(values.map(inSentence))
}

function anyOf(words: readonly string[]): string {
  return new Intl.ListFormat('en-US', { type: 'disjunction' }).format(words)
}

/** `AI service` and `SaaS` keep their capitals within a sentence. */
function inSentence(identifier: string): string {
  const words = wordsOf(identifier)
  return /^[A-Z][a-z]+[A-Z]|^[A-Z]{2}/.test(words) ? words : `${words.charAt(0).toLowerCase()}${words.slice(1)}`
}
