import { formatCount } from '../time/format.ts'
import type { StatusFace } from './row-status.ts'
import classes from './filter-chips.module.css'

interface FilterChipsProps<S extends string> {
  readonly label: string
  readonly faces: { readonly [K in S]: StatusFace }
  readonly counts: { readonly [K in S]?: number | undefined }
  /** Statuses separated by commas; undefined where the address names none. */
  readonly chosen: string | undefined
  readonly onChange: (chosen: string | undefined) => void
}

/** How many there are of each status; each is a switch that narrows the list to it. */
export function FilterChips<S extends string>({ label, faces, counts, chosen, onChange }: FilterChipsProps<S>) {
  const pressed = chosen?.split(',') ?? []
  const shown = Object.keys(faces)
    .filter((status): status is S => status in faces)
    .filter((status) => (counts[status] ?? 0) > 0 || pressed.includes(status))
  function toggle(status: string): void {
    const next = pressed.includes(status) ? pressed.filter((name) => name !== status) : [...pressed, status]
    onChange(next.length === 0 ? undefined : next.join(','))
  }
  return (
    <div className={classes['chips']} role="group" aria-label={label}>
      {shown.map((status) => {
        const { icon: Icon, word, tone, meaning } = faces[status]
        return (
          <button
            key={status}
            type="button"
            className={classes['chip']}
            data-tone={tone}
            title={meaning}
            aria-pressed={pressed.includes(status)}
            onClick={() => toggle(status)}
          >
            <Icon size={15} stroke={2} aria-hidden />
            {word}
            <strong>{formatCount(counts[status] ?? 0)}</strong>
          </button>
        )
      })}
    </div>
  )
}
