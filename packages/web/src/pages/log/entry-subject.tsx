import type { Answer } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { RowLink } from '../../table/row-link.tsx'
import { wordsOf } from '../../widgets/words.ts'
import { readSubject } from './subject-name.ts'

/** What an entry speaks of, with a link to its page; without one, to the entries that speak of the same. */
export function EntrySubject({ entry }: { readonly entry: Answer<'listEntries'>['items'][number] }) {
  const org = useOrganization()
  const { type, name } = readSubject(entry.subject)
  if (type === 'artifact') {
    return (
      <RowLink to="/o/$org/evidence" params={{ org }} search={{ q: name }}>
        {name}
      </RowLink>
    )
  }
  if (type === 'population') {
    return (
      <RowLink to="/o/$org/populations/$population" params={{ org, population: name }}>
        Population {name}
      </RowLink>
    )
  }
  if (type === 'system') {
    return (
      <RowLink to="/o/$org/systems/$system" params={{ org, system: name }}>
        System {name}
      </RowLink>
    )
  }
  if (type === 'control') {
    return (
      <RowLink to="/o/$org/controls/$control" params={{ org, control: name }}>
        Control {name}
      </RowLink>
    )
  }
  return (
    <RowLink to="/o/$org/log" params={{ org }} search={{ q: name.slice(0, 200) }}>
      {wordsOf(type)} {name}
    </RowLink>
  )
}
