import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'

interface PageSearchProps {
  readonly label: string
  readonly value: string
  readonly onChange: (text: string) => void
}

const pauseMilliseconds = 200

/** The search field of a page; `/` focuses it. Tells of a change once the typing pauses. */
export function PageSearch({ label, value, onChange }: PageSearchProps) {
  const [text, setText] = useState(value)
  const told = useRef(value)
  useEffect(() => {
    // The address changed by another way than this field: follow it.
    if (value !== told.current) setText(value)
    told.current = value
  }, [value])
  useEffect(() => {
    if (text === told.current) return undefined
    const timer = setTimeout(() => {
      told.current = text
      onChange(text)
    }, pauseMilliseconds)
    return () => clearTimeout(timer)
  }, [text, onChange])
  return (
    <TextInput
      data-page-search
      type="search"
      aria-label={label}
      placeholder={label}
      aria-keyshortcuts="/"
      size="xs"
      w={210}
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={
        text === '' ? undefined : <CloseButton size="xs" aria-label="Clear the search" onClick={() => setText('')} />
      }
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  )
}
