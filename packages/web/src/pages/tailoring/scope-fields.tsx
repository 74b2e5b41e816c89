import type { Scope } from '@evidentia/core'
import { Checkbox, Group, NativeSelect } from '@mantine/core'
import { wordsOf } from '../../widgets/words.ts'
import { Departure } from './departure.tsx'
import { scopeWords } from './scope-words.ts'

type SystemScope = Extract<Scope, { subject: 'system' }>
type VendorScope = Extract<Scope, { subject: 'vendor' }>
type Values<T> = T extends readonly (infer V extends string)[] ? { readonly [K in V]: true } : never

const facets: {
  readonly [F in 'kind' | 'environment' | 'sensitivity' | 'criticality']: Values<NonNullable<SystemScope[F]>>
} = {
  kind: {
    database: true,
    'interface-engine': true,
    'application-server': true,
    'terminal-server': true,
    'patient-portal': true,
    'admin-console': true,
    'backup-platform': true,
    'jump-host': true,
    monitoring: true,
    'identity-provider': true,
    'log-store': true,
    'endpoint-fleet': true,
    'network-segment': true,
    'cloud-account': true,
    saas: true,
    'ai-service': true,
    'support-team': true,
  },
  environment: { production: true, staging: true, development: true, corporate: true },
  sensitivity: { none: true, internal: true, confidential: true, phi: true },
  criticality: { low: true, medium: true, high: true, critical: true },
}
const touches: Values<NonNullable<VendorScope['touches']>> = { phi: true, logs: true, backups: true, production: true }

interface ScopeFieldsProps {
  /** The rule as it is operated; its subject stays. */
  readonly scope: Scope
  /** The library's rule where the organization departs from it; otherwise empty. */
  readonly library: string
  readonly own: Scope | null
  readonly onChange: (scope: Scope | null) => void
}

/** The rule by which a control finds what it applies to. Every facet named must match; a facet without a value matches all. */
export function ScopeFields({ scope, library, own, onChange }: ScopeFieldsProps) {
  if (scope.subject === 'organization')
    return <p className="soft">The organization as a whole; there is no rule to adjust.</p>
  return (
    <Departure
      label="Our own rule"
      library={library === '' ? scopeWords(scope) : library}
      departs={own !== null}
      onChange={(departs) => onChange(departs ? scope : null)}
    >
      {own?.subject === 'system' && <SystemFacets scope={own} onChange={onChange} />}
      {own?.subject === 'vendor' && (
        <Choices
          label="Vendors that touch"
          options={keysOf(touches)}
          chosen={own.touches}
          onChange={(chosen) => onChange({ ...own, touches: chosen })}
        />
      )}
    </Departure>
  )
}

function SystemFacets({ scope, onChange }: { readonly scope: SystemScope; readonly onChange: (scope: Scope) => void }) {
  const { kind, environment, sensitivity, criticality, internetFacing } = scope
  const set = (change: Partial<SystemScope>) => onChange({ ...scope, ...change })
  return (
    <>
      <Choices
        label="Kinds of system"
        options={keysOf(facets.kind)}
        chosen={kind}
        onChange={(chosen) => set({ kind: chosen })}
      />
      <Choices
        label="Environments"
        options={keysOf(facets.environment)}
        chosen={environment}
        onChange={(chosen) => set({ environment: chosen })}
      />
      <Choices
        label="That hold"
        options={keysOf(facets.sensitivity)}
        chosen={sensitivity}
        onChange={(chosen) => set({ sensitivity: chosen })}
      />
      <Choices
        label="Criticality"
        options={keysOf(facets.criticality)}
        chosen={criticality}
        onChange={(chosen) => set({ criticality: chosen })}
      />
      <NativeSelect
        label="Internet-facing"
        value={internetFacing === undefined ? '' : internetFacing ? 'yes' : 'no'}
        data={[
          { value: '', label: 'Either' },
          { value: 'yes', label: 'Only those that are' },
          { value: 'no', label: 'Only those that are not' },
        ]}
        onChange={({ currentTarget: { value } }) => set({ internetFacing: value === '' ? undefined : value === 'yes' })}
      />
    </>
  )
}

interface ChoicesProps<V extends string> {
  readonly label: string
  readonly options: readonly V[]
  readonly chosen: readonly V[] | undefined
  /** Undefined where nothing is chosen, which matches everything. */
  readonly onChange: (chosen: V[] | undefined) => void
}

function Choices<V extends string>({ label, options, chosen, onChange }: ChoicesProps<V>) {
  return (
    <Checkbox.Group
      label={label}
      description={chosen === undefined ? 'None chosen: any.' : 'Any of those chosen.'}
      value={[...(chosen ?? [])]}
      onChange={(next: readonly string[]) =>
        onChange(next.length === 0 ? undefined : options.filter((option) => next.includes(option)))
      }
    >
      <Group gap="xs" mt={4}>
        {options.map((option) => (
          <Checkbox key={option} value={option} label={wordsOf(option)} />
        ))}
      </Group>
    </Checkbox.Group>
  )
}

function keysOf<V extends string>(values: { readonly [K in V]: true }): readonly V[] {
  // Object.keys widens to string; the object was checked to have these keys and no other.
  return Object.keys(values) as V[]
}
