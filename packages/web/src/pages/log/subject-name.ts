interface Subject {
  /** `artifact`, `fact`, or the kind of a document. */
  readonly type: string
  readonly name: string
}

/** Takes a subject of the log apart: `artifact:a.csv`, `document:system/clinical-db`, `fact:signed-in`. */
export function readSubject(subject: string): Subject {
  const colon = subject.indexOf(':')
  if (colon === -1) return { type: 'fact', name: subject }
  const [type, name] = [subject.slice(0, colon), subject.slice(colon + 1)]
  // The files of a population are artifacts named after it.
  const population = type === 'artifact' ? /^populations\/(po_[0-9a-f]+)\//.exec(name)?.[1] : undefined
  if (population !== undefined) return { type: 'population', name: population }
  const slash = name.indexOf('/')
  return type === 'document' && slash !== -1
    ? { type: name.slice(0, slash), name: name.slice(slash + 1) }
    : { type, name }
}
