import { EvidentiaError } from '../errors.ts'
import { composeAssessmentPlan } from './assessment-plan.ts'
import { composeAssessmentResults } from './assessment-results.ts'
import { composeCatalog } from './catalog.ts'
import { checkReferences } from './check-references.ts'
import { composeComponentDefinition } from './component-definition.ts'
import type { Draft, OscalDocument } from './draft.ts'
import { documentName, openDraft } from './draft.ts'
import { composeMappingCollection } from './mapping-collection.ts'
import type { OscalModel } from './model.ts'
import { composePlanOfActionAndMilestones } from './plan-of-action-and-milestones.ts'
import { composeProfile } from './profile.ts'
import type { OscalInput, Scope } from './scope.ts'
import { openScope } from './scope.ts'
import { composeSystemSecurityPlan } from './system-security-plan.ts'

const composers: { readonly [M in OscalModel]: (draft: Draft) => OscalDocument } = {
  catalog: composeCatalog,
  profile: composeProfile,
  'mapping-collection': composeMappingCollection,
  'component-definition': composeComponentDefinition,
  'system-security-plan': composeSystemSecurityPlan,
  'assessment-plan': composeAssessmentPlan,
  'assessment-results': composeAssessmentResults,
  'plan-of-action-and-milestones': composePlanOfActionAndMilestones,
}

/** Every document on which a model stands, directly or not. */
const foundations: { readonly [M in OscalModel]: readonly OscalModel[] } = {
  catalog: [],
  profile: ['catalog'],
  'mapping-collection': ['catalog'],
  'component-definition': ['catalog'],
  'system-security-plan': ['profile', 'catalog'],
  'assessment-plan': ['system-security-plan', 'profile', 'catalog'],
  'assessment-results': ['assessment-plan', 'system-security-plan', 'profile', 'catalog'],
  'plan-of-action-and-milestones': ['system-security-plan', 'profile', 'catalog'],
}

/**
 * The OSCAL 1.2.2 document of `model`. It refers to the others of the same export by `documentName`, and every reference in
 * it was followed before it is returned.
 *
 * Throws EvidentiaError `not-found` for a framework that does not exist or that no control serves, `invalid-input` where
 * the day or period leaves nothing to say, and `internal` where a reference leads nowhere: a broken document is not given out.
 */
export function composeOscal(model: OscalModel, input: OscalInput): OscalDocument {
  const scope = openScope(input)
  const document = compose(model, scope)
  const imports = foundations[model].map((one) => [documentName(one, input.framework), compose(one, scope)] as const)
  refuseBroken(documentName(model, input.framework), document, new Map(imports))
  return document
}

/** Throws EvidentiaError `internal` naming the first reference that leads nowhere, and how many there are. */
export function refuseBroken(name: string, document: OscalDocument, imports: ReadonlyMap<string, OscalDocument>): void {
  const problems = checkReferences(document, imports)
  const [first] = problems
  if (first === undefined) return
  throw new EvidentiaError(
    'internal',
    `${name} was not written: at ${first.path} it ${first.problem} (${problems.length} such in all).`,
    { remedy: 'This is a defect of Evidentia; report it with this sentence.' },
  )
}

function compose(model: OscalModel, scope: Scope): OscalDocument {
  return composers[model](openDraft(model, scope))
}
