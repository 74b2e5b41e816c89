import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const roster = `employee_id,first_name,last_name,work_email,job_title,department,manager_id,employment_status,hire_date,termination_date
E1,Ada,Marlow,ada.marlow@northquay.example,Lead,Operations,,active,2024-01-02,
E2,Ben,Osei,ben.osei@northquay.example,Engineer,Operations,E1,active,2024-02-05,
`

/** The smallest folder that says something: two people, one database, one control, two files of evidence. */
export const smallFiles: Readonly<Record<string, string>> = {
  'program/organization.yaml': `id: northquay
name: Northquay Hosting
timeZone: America/Chicago
observationPeriod: { from: 2026-01-01, to: 2026-12-31 }
frameworks: [tsc-2017, hipaa-security]
roles:
  database-lead: { owner: ada, backup: ben }
  infrastructure-lead: { owner: ben, backup: ada }
  security-lead: { owner: ada, backup: ben }
  people-lead: { owner: ben, backup: ada }
  compliance-lead: { owner: ada, backup: ben }
`,
  'program/people.yaml': `- { id: ada, name: Ada Marlow, email: ada.marlow@northquay.example }
- { id: ben, name: Ben Osei, email: ben.osei@northquay.example }
`,
  'program/controls.yaml': `- { id: restore-test, version: 1, adopted: 2026-01-01 }
- { id: access-removal, version: 1, adopted: 2026-01-01 }
`,
  'evidence/manifest.yaml': `- file: roster.csv
  proves: [{ requirement: access-removal/hr-roster }]
  effective: { from: 2026-01-31, to: 2026-01-31 }
  collectedAt: 2026-01-31T12:00:00Z
  source: HR system
  collector: ben
- file: minutes.md
  proves: [{ requirement: access-removal/hr-roster }]
  effective: { from: 2026-02-28, to: 2026-02-28 }
  collectedAt: 2026-02-28T12:00:00Z
  source: HR system
`,
  'evidence/roster.csv': roster,
  'evidence/minutes.md': 'The roster was read aloud and confirmed.\n',
}

/** Writes files into a new folder that disappears when the test's scope ends. */
export async function writeFolder(files: Readonly<Record<string, string | Uint8Array>>) {
  const path = await mkdtemp(join(tmpdir(), 'evidentia-cli-'))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true })
    await writeFile(join(path, name), content)
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}
