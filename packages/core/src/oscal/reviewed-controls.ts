import type { JsonObject } from './json.ts'
import type { Scope } from './scope.ts'
import { tokensInScope } from './scope.ts'

/** The part of a plan that says what a requirement's finding is about: `<requirement token>_obj`. */
export function objectiveToken(requirement: string): string {
  return `${requirement}_obj`
}

/** All requirements in scope with their objectives: what is planned is what is reviewed, nothing is left out quietly. */
export function reviewedControls(scope: Scope): JsonObject {
  const tokens = tokensInScope(scope)
  return {
    'control-selections': [{ 'include-controls': tokens.map((token) => ({ 'control-id': token })) }],
    'control-objective-selections': [
      { 'include-objectives': tokens.map((token) => ({ 'objective-id': objectiveToken(token) })) },
    ],
  }
}
