import { recordCheck } from '../../record-check.ts'
import { met, notMet, outside } from '../../said.ts'

export const changesTested = recordCheck({
  id: 'changes-tested',
  asserts: 'Every implemented normal change says how it was tested.',
  type: 'change',
  named: ({ key }) => key,
  wording: {
    items: 'implemented changes',
    failing: 'do not say how they were tested',
    holding: 'say how they were tested',
  },
  judge: ({ body: { type, implementedAt, testEvidence, validationResult } }) => {
    if (type !== 'normal') return outside(`a ${type} change`)
    if (implementedAt === null) return outside('nothing says that it was done')
    const test = testEvidence ?? validationResult
    return test === null || test.trim() === '' ? notMet('no test is named') : met('a test is named', test.slice(0, 200))
  },
})
