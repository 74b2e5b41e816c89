/** What an export speaks of, `system:clinical-db`, as words. */
export function subjectWords(subject: string): string {
  const [kind = '', id] = subject.split(':')
  return id === undefined ? `the ${kind}` : `${kind} ${id}`
}
