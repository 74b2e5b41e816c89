import { yearOf } from '../../time/calendar.ts'
import { isDate, todayIn } from '../../time/format.ts'

/** A new organization as it is being filled in. */
export interface OrganizationDraft {
  readonly slug: string
  readonly name: string
  readonly timeZone: string
  readonly from: string
  readonly to: string
  readonly frameworks: readonly string[]
  readonly personName: string
  readonly personEmail: string
}

export function blankOrganization(personName: string, personEmail: string): OrganizationDraft {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return { slug: '', name: '', timeZone, ...yearOf(todayIn(timeZone)), frameworks: [], personName, personEmail }
}

/** A short name for addresses, made from a name: `St. Anne Hosting` gives `st-anne-hosting`. */
export function slugOf(name: string): string {
  const words =
    name
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? []
  return words.join('-').slice(0, 48).replace(/-$/, '')
}

/** The first thing still to be filled in, as a sentence; null when it can be created. */
export function missingPart(draft: OrganizationDraft): string | null {
  if (draft.name.trim() === '') return 'Give it a name.'
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(draft.slug))
    return 'Give it a short name of lower-case letters, digits and hyphens.'
  if (!isDate(draft.from) || !isDate(draft.to)) return 'Say which days the auditor will look at.'
  if (draft.from > draft.to) return 'The observation period ends before it starts.'
  if (draft.frameworks.length === 0) return 'Choose at least one framework.'
  if (draft.personName.trim() === '' || draft.personEmail.trim() === '') return 'Say who you are.'
  return null
}
