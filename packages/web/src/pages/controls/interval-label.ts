const month = new Intl.DateTimeFormat('en-US', { month: 'short', timeZone: 'UTC' })

/** The label of an interval as short as a cell: `2026-07` as `Jul`, with the year in January; `2026-Q3` as `Q3 26`. */
export function shortLabel(label: string): string {
  const [year, rest] = [label.slice(0, 4), label.slice(5)]
  if (/^\d{4}-\d{2}$/.test(label)) {
    const name = month.format(new Date(`${label}-01T00:00:00Z`))
    return rest === '01' ? `${name} ${year.slice(2)}` : name
  }
  return rest === '' ? label : `${rest} ${year.slice(2)}`
}
