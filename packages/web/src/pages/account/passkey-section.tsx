import { Button, Stack, TextInput } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { useState } from 'react'
import { Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { counted } from '../../widgets/words.ts'
import { useAccountChange } from './account-change.ts'

/** Adding passkeys. */
export function PasskeySection({ count }: { readonly count: number }) {
  const [name, setName] = useState('')
  const add = useAccountChange(async () => {
    const { addPasskey } = await import('./passkey.ts')
    await addPasskey(name)
    setName('')
  })
  return (
    <Section title="Passkeys" aside={<span className="soft">{count === 0 ? 'None' : counted(count, 'passkey')}</span>}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate(undefined)
        }}
      >
        <Stack gap="sm" align="flex-start">
          <TextInput
            w="100%"
            label="Name of this device"
            required
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {add.error !== null && <Problem error={add.error} />}
          {add.isSuccess && <p role="status">The passkey is added.</p>}
          <Button
            type="submit"
            variant="default"
            leftSection={<IconFingerprint size={16} aria-hidden />}
            loading={add.isPending}
          >
            Add a passkey
          </Button>
        </Stack>
      </form>
    </Section>
  )
}
