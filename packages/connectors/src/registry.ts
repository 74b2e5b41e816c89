import type { Check, Importer } from '@evidentia/core'
import { accessChecks } from './access-checks/index.ts'
import { awsBackup } from './aws-backup/index.ts'
import { awsIam } from './aws-iam/index.ts'
import { awsInspector } from './aws-inspector/index.ts'
import { awsSecurityHub } from './aws-security-hub/index.ts'
import { aws } from './aws/index.ts'
import { changeChecks } from './change-checks/index.ts'
import { changeTickets } from './change-tickets/index.ts'
import { configurationChecks } from './configuration-checks/index.ts'
import type { Connector } from './connector.ts'
import { cycloneDx } from './cyclonedx/index.ts'
import { entra } from './entra/index.ts'
import { github } from './github/index.ts'
import { googleWorkspace } from './google-workspace/index.ts'
import { hrRoster } from './hr-roster/index.ts'
import { httpJson } from './http-json/index.ts'
import { jira } from './jira/index.ts'
import { ldap } from './ldap/index.ts'
import { ldif } from './ldif/index.ts'
import { lms } from './lms/index.ts'
import { mirth } from './mirth/index.ts'
import { monitoringChecks } from './monitoring-checks/index.ts'
import { okta } from './okta/index.ts'
import { pgBackRest } from './pgbackrest/index.ts'
import { program } from './program/index.ts'
import { prowler } from './prowler/index.ts'
import { recoveryChecks } from './recovery-checks/index.ts'
import { restic } from './restic/index.ts'
import { sarif } from './sarif/index.ts'
import { scim } from './scim/index.ts'
import { serviceNow } from './servicenow/index.ts'
import { sql } from './sql/index.ts'
import { tenable } from './tenable/index.ts'
import { trivy } from './trivy/index.ts'
import { veeam } from './veeam/index.ts'
import { weaknessChecks } from './weakness-checks/index.ts'
import { workforceChecks } from './workforce-checks/index.ts'

/** Every connector, by name: no folder is loaded because it happens to exist. */
export const connectors: readonly Connector[] = [
  accessChecks,
  aws,
  awsBackup,
  awsIam,
  awsInspector,
  awsSecurityHub,
  changeChecks,
  changeTickets,
  configurationChecks,
  cycloneDx,
  entra,
  github,
  googleWorkspace,
  hrRoster,
  httpJson,
  jira,
  ldap,
  ldif,
  lms,
  mirth,
  monitoringChecks,
  okta,
  pgBackRest,
  program,
  prowler,
  recoveryChecks,
  restic,
  sarif,
  scim,
  serviceNow,
  sql,
  tenable,
  trivy,
  veeam,
  weaknessChecks,
  workforceChecks,
]

/** What follows from a list of connectors: a connector is one folder and its line above, and nothing else names it. */
export function gather(listed: readonly Connector[]) {
  const all = listed.flatMap((connector) => connector.importers)
  return {
    importers: all,
    checks: listed.flatMap((connector) => connector.checks),
    /**
     * The importer for a file, judged by its first bytes (up to 64 KiB). `null`: the file is kept as an artifact without records.
     * Two importers never share a file; should they, neither is guessed.
     */
    recognizeImporter: (head: Uint8Array, name: string): Importer | null => {
      const [found, rival] = all.filter((importer) => importer.recognizes(head, name))
      return found !== undefined && rival === undefined ? found : null
    },
  }
}

const gathered = gather(connectors)
export const importers: readonly Importer[] = gathered.importers
export const checks: readonly Check[] = gathered.checks
export const recognizeImporter = gathered.recognizeImporter
