import type { Draft } from './draft.ts'
import type { JsonObject } from './json.ts'

/** Evidentia itself, which made the observations. */
export function describePlatform(draft: Draft): JsonObject {
  const tool = toolUuid(draft)
  return {
    components: [
      {
        uuid: tool,
        type: 'software',
        title: 'Evidentia',
        description: 'Computes from recorded evidence what every control owes and has.',
        props: [{ name: 'version', value: draft.scope.input.release }],
        status: { state: 'operational' },
      },
    ],
    'assessment-platforms': [
      { uuid: draft.uuid('platform'), title: 'Evidentia', 'uses-components': [{ 'component-uuid': tool }] },
    ],
  }
}

/** Where what a program concluded comes from. */
export function toolOrigin(draft: Draft): JsonObject {
  return { actors: [{ type: 'tool', 'actor-uuid': toolUuid(draft) }] }
}

function toolUuid({ uuid }: Draft): string {
  return uuid('component', 'evidentia')
}
