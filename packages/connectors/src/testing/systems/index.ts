import { entraSystem } from './entra.ts'
import type { FakeSystem } from './fake-system.ts'
import { gitHubSystem } from './github.ts'
import { googleWorkspaceSystem } from './google-workspace.ts'
import { jiraSystem } from './jira.ts'
import { oktaSystem } from './okta.ts'

/** A system of each vendor whose cloud cannot run beside a test. */
export const systems: readonly FakeSystem[] = [entraSystem, gitHubSystem, googleWorkspaceSystem, jiraSystem, oktaSystem]
