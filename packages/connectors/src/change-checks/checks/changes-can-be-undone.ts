import { recordCheck } from '../../record-check.ts'
import { met, notMet, outside } from '../../said.ts'

export const changesCanBeUndone = recordCheck({
  id: 'changes-can-be-undone',
  asserts: 'Every implemented normal change has a plan to undo it.',
  type: 'change',
  named: ({ key }) => key,
  wording: { items: 'implemented changes', failing: 'have no plan to undo them', holding: 'have a plan to undo them' },
  judge: ({ body: { type, implementedAt, rollbackPlan } }) => {
    if (type !== 'normal') return outside(`a ${type} change`)
    if (implementedAt === null) return outside('nothing says that it was done')
    return rollbackPlan === null || rollbackPlan.trim() === ''
      ? notMet('no plan is given')
      : met('a plan is given', rollbackPlan.slice(0, 200))
  },
})
