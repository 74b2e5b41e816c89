/** The OSCAL 1.2.2 models that can be exported. */
export const oscalModels = [
  'catalog',
  'profile',
  'mapping-collection',
  'component-definition',
  'system-security-plan',
  'assessment-plan',
  'assessment-results',
  'plan-of-action-and-milestones',
] as const
export type OscalModel = (typeof oscalModels)[number]
