import type { Role } from '@evidentia/core'
import { NativeSelect } from '@mantine/core'
import { wordsOf } from '../../widgets/words.ts'
import { roleMeanings, roleOrder } from './roles.ts'

interface RoleFieldProps {
  readonly value: Role
  readonly onChange: (role: Role) => void
}

/** Chooses a role, with what it is for. */
export function RoleField({ value, onChange }: RoleFieldProps) {
  return (
    <NativeSelect
      label="Role"
      value={value}
      data={roleOrder.map((role) => ({ value: role, label: `${wordsOf(role)}: ${roleMeanings[role]}` }))}
      onChange={(event) => onChange(roleOrder.find((role) => role === event.currentTarget.value) ?? value)}
    />
  )
}
