import type { Answer } from '../../client/answers.ts'

type FrameworkSummary = Pick<Answer<'listFrameworks'>['items'][number], 'id' | 'family' | 'enabled'>

const usualFamilies = ['soc2-tsc', 'hipaa-security', 'hitrust-csf']

/**
 * The frameworks the crosswalk compares: those the address names and the catalog knows, else SOC 2, the HIPAA Security Rule
 * and HITRUST, each in the edition the organization is judged by where there is one.
 */
export function chooseFrameworks(known: readonly FrameworkSummary[], named: string | undefined): readonly string[] {
  const wanted = (named ?? '').split(',').filter((id) => known.some((framework) => framework.id === id))
  if (wanted.length > 0) return [...new Set(wanted)]
  const usual = usualFamilies.flatMap((family) => {
    const editions = known.filter((framework) => framework.family === family)
    const edition = editions.find(({ enabled }) => enabled) ?? editions.at(-1)
    return edition === undefined ? [] : [edition.id]
  })
  return usual.length > 0 ? usual : known.slice(0, 3).map(({ id }) => id)
}
