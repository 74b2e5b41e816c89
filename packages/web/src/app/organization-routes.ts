import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import {
  readControlSearch,
  readCrosswalkSearch,
  readDecisionsSearch,
  readEvidenceSearch,
  readFindingsSearch,
  readFrameworkSearch,
  readListSearch,
  readMatrixSearch,
  readRequirementSearch,
} from './list-search.ts'
import { readBenchSearch, readResultsSearch, readVerdictSearch } from './check-search.ts'
import { readDifferencesSearch, readForecastSearch, readPeriodSearch, readReadinessSearch } from './period-search.ts'
import { readNewConnectionSearch } from './connection-search.ts'
import { readIncidentSearch } from './incident-search.ts'
import { readNewPopulationSearch } from './population-search.ts'
import { readDraftSearch, readPolicySearch, readTailoringSearch, readUpgradeSearch } from './policy-search.ts'
import { organization } from './root-routes.tsx'

const overview = createRoute({
  getParentRoute: () => organization,
  path: '/',
  component: lazyRouteComponent(() => import('../pages/overview/overview-page.tsx'), 'OverviewPage'),
})
const matrix = createRoute({
  getParentRoute: () => organization,
  path: 'matrix',
  validateSearch: readMatrixSearch,
  component: lazyRouteComponent(() => import('../pages/matrix/matrix-page.tsx'), 'MatrixPage'),
})
const period = createRoute({
  getParentRoute: () => organization,
  path: 'period',
  validateSearch: readPeriodSearch,
  component: lazyRouteComponent(() => import('../pages/period/period-page.tsx'), 'PeriodPage'),
})
const forecast = createRoute({
  getParentRoute: () => organization,
  path: 'forecast',
  validateSearch: readForecastSearch,
  component: lazyRouteComponent(() => import('../pages/forecast/forecast-page.tsx'), 'ForecastPage'),
})
const readiness = createRoute({
  getParentRoute: () => organization,
  path: 'readiness',
  validateSearch: readReadinessSearch,
  component: lazyRouteComponent(() => import('../pages/readiness/readiness-page.tsx'), 'ReadinessPage'),
})
const differences = createRoute({
  getParentRoute: () => organization,
  path: 'differences',
  validateSearch: readDifferencesSearch,
  component: lazyRouteComponent(() => import('../pages/differences/differences-page.tsx'), 'DifferencesPage'),
})
// The id of a finding holds slashes. An index goes before the rest of an address; a plain path would not.
const findings = createRoute({ getParentRoute: () => organization, path: 'findings' })
const findingList = createRoute({
  getParentRoute: () => findings,
  path: '/',
  validateSearch: readFindingsSearch,
  component: lazyRouteComponent(() => import('../pages/findings/findings-page.tsx'), 'FindingsPage'),
})
const finding = createRoute({
  getParentRoute: () => findings,
  path: '$',
  component: lazyRouteComponent(() => import('../pages/findings/finding-page.tsx'), 'FindingPage'),
})
const incidents = createRoute({
  getParentRoute: () => organization,
  path: 'incidents',
  component: lazyRouteComponent(() => import('../pages/incidents/incidents-page.tsx'), 'IncidentsPage'),
})
const newIncident = createRoute({
  getParentRoute: () => organization,
  path: 'incidents/new',
  component: lazyRouteComponent(() => import('../pages/incidents/open-incident-page.tsx'), 'OpenIncidentPage'),
})
const incident = createRoute({
  getParentRoute: () => organization,
  path: 'incidents/$incident',
  validateSearch: readIncidentSearch,
  component: lazyRouteComponent(() => import('../pages/incidents/incident-page.tsx'), 'IncidentPage'),
})
const assessBreach = createRoute({
  getParentRoute: () => organization,
  path: 'incidents/$incident/assessments/$party',
  component: lazyRouteComponent(() => import('../pages/incidents/assess-page.tsx'), 'AssessPage'),
})
const controls = createRoute({
  getParentRoute: () => organization,
  path: 'controls',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('../pages/controls/controls-page.tsx'), 'ControlsPage'),
})
const control = createRoute({
  getParentRoute: () => organization,
  path: 'controls/$control',
  validateSearch: readControlSearch,
  component: lazyRouteComponent(() => import('../pages/controls/control-page.tsx'), 'ControlPage'),
})
const systems = createRoute({
  getParentRoute: () => organization,
  path: 'systems',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('../pages/systems/systems-page.tsx'), 'SystemsPage'),
})
const system = createRoute({
  getParentRoute: () => organization,
  path: 'systems/$system',
  component: lazyRouteComponent(() => import('../pages/systems/system-page.tsx'), 'SystemPage'),
})
const evidence = createRoute({
  getParentRoute: () => organization,
  path: 'evidence',
  validateSearch: readEvidenceSearch,
  component: lazyRouteComponent(() => import('../pages/evidence/evidence-list-page.tsx'), 'EvidenceListPage'),
})
const evidenceItem = createRoute({
  getParentRoute: () => organization,
  path: 'evidence/$evidence',
  component: lazyRouteComponent(() => import('../pages/evidence/evidence-page.tsx'), 'EvidencePage'),
})
const mappings = createRoute({
  getParentRoute: () => organization,
  path: 'mappings',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('../pages/mappings/mappings-page.tsx'), 'MappingsPage'),
})
const newMapping = createRoute({
  getParentRoute: () => organization,
  path: 'mappings/new',
  component: lazyRouteComponent(() => import('../pages/mappings/mapping-page.tsx'), 'NewMappingPage'),
})
const mapping = createRoute({
  getParentRoute: () => organization,
  path: 'mappings/$mapping',
  component: lazyRouteComponent(() => import('../pages/mappings/mapping-page.tsx'), 'MappingPage'),
})
const connections = createRoute({
  getParentRoute: () => organization,
  path: 'connections',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('../pages/connections/connections-page.tsx'), 'ConnectionsPage'),
})
const newConnection = createRoute({
  getParentRoute: () => organization,
  path: 'connections/new',
  validateSearch: readNewConnectionSearch,
  component: lazyRouteComponent(() => import('../pages/connections/new-connection-page.tsx'), 'NewConnectionPage'),
})
const connection = createRoute({
  getParentRoute: () => organization,
  path: 'connections/$connection',
  component: lazyRouteComponent(() => import('../pages/connections/connection-page.tsx'), 'ConnectionPage'),
})
const populations = createRoute({
  getParentRoute: () => organization,
  path: 'populations',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('../pages/populations/populations-page.tsx'), 'PopulationsPage'),
})
const newPopulation = createRoute({
  getParentRoute: () => organization,
  path: 'populations/new',
  validateSearch: readNewPopulationSearch,
  component: lazyRouteComponent(() => import('../pages/populations/new-population-page.tsx'), 'NewPopulationPage'),
})
const population = createRoute({
  getParentRoute: () => organization,
  path: 'populations/$population',
  component: lazyRouteComponent(() => import('../pages/populations/population-page.tsx'), 'PopulationPage'),
})
const checks = createRoute({
  getParentRoute: () => organization,
  path: 'checks',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('../pages/checks/checks-page.tsx'), 'ChecksPage'),
})
const bench = createRoute({
  getParentRoute: () => organization,
  path: 'checks/new',
  validateSearch: readBenchSearch,
  component: lazyRouteComponent(() => import('../pages/checks/bench-page.tsx'), 'BenchPage'),
})
const check = createRoute({
  getParentRoute: () => organization,
  path: 'checks/$check',
  validateSearch: readVerdictSearch,
  component: lazyRouteComponent(() => import('../pages/checks/check-page.tsx'), 'CheckPage'),
})
const checkResults = createRoute({
  getParentRoute: () => organization,
  path: 'check-results',
  validateSearch: readResultsSearch,
  component: lazyRouteComponent(() => import('../pages/checks/check-results-page.tsx'), 'CheckResultsPage'),
})
const checkResult = createRoute({
  getParentRoute: () => organization,
  path: 'check-results/$result',
  validateSearch: readVerdictSearch,
  component: lazyRouteComponent(() => import('../pages/checks/check-result-page.tsx'), 'CheckResultPage'),
})
const frameworks = createRoute({
  getParentRoute: () => organization,
  path: 'frameworks',
  component: lazyRouteComponent(() => import('../pages/frameworks/frameworks-page.tsx'), 'FrameworksPage'),
})
const framework = createRoute({
  getParentRoute: () => organization,
  path: 'frameworks/$framework',
  validateSearch: readFrameworkSearch,
  component: lazyRouteComponent(() => import('../pages/frameworks/framework-page.tsx'), 'FrameworkPage'),
})
const requirement = createRoute({
  getParentRoute: () => organization,
  path: 'frameworks/$framework/requirements/$requirement',
  validateSearch: readRequirementSearch,
  component: lazyRouteComponent(() => import('../pages/requirements/requirement-page.tsx'), 'RequirementPage'),
})
const crosswalk = createRoute({
  getParentRoute: () => organization,
  path: 'crosswalk',
  validateSearch: readCrosswalkSearch,
  component: lazyRouteComponent(() => import('../pages/crosswalk/crosswalk-page.tsx'), 'CrosswalkPage'),
})
const decisions = createRoute({
  getParentRoute: () => organization,
  path: 'decisions',
  validateSearch: readDecisionsSearch,
  component: lazyRouteComponent(() => import('../pages/decisions/decisions-page.tsx'), 'DecisionsPage'),
})
const policies = createRoute({
  getParentRoute: () => organization,
  path: 'policies',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('../pages/policies/policies-page.tsx'), 'PoliciesPage'),
})
const newPolicy = createRoute({
  getParentRoute: () => organization,
  path: 'policies/new',
  validateSearch: readDraftSearch,
  component: lazyRouteComponent(() => import('../pages/policies/new-policy-page.tsx'), 'NewPolicyPage'),
})
const policy = createRoute({
  getParentRoute: () => organization,
  path: 'policies/$policy',
  validateSearch: readPolicySearch,
  component: lazyRouteComponent(() => import('../pages/policies/policy-page.tsx'), 'PolicyPage'),
})
const policyDraft = createRoute({
  getParentRoute: () => organization,
  path: 'policies/$policy/draft',
  component: lazyRouteComponent(() => import('../pages/policies/draft-text-page.tsx'), 'DraftTextPage'),
})
const tailoring = createRoute({
  getParentRoute: () => organization,
  path: 'controls/$control/tailoring',
  validateSearch: readTailoringSearch,
  component: lazyRouteComponent(() => import('../pages/tailoring/tailoring-page.tsx'), 'TailoringPage'),
})
const upgrade = createRoute({
  getParentRoute: () => organization,
  path: 'controls/$control/upgrade',
  validateSearch: readUpgradeSearch,
  component: lazyRouteComponent(() => import('../pages/tailoring/upgrade-page.tsx'), 'UpgradePage'),
})
const library = createRoute({
  getParentRoute: () => organization,
  path: 'library',
  component: lazyRouteComponent(() => import('../pages/library/library-page.tsx'), 'LibraryPage'),
})
const playbook = createRoute({
  getParentRoute: () => organization,
  path: 'library/playbooks/$template',
  component: lazyRouteComponent(() => import('../pages/library/playbook-page.tsx'), 'PlaybookPage'),
})
const questionnaire = createRoute({
  getParentRoute: () => organization,
  path: 'library/questionnaires/$template',
  component: lazyRouteComponent(() => import('../pages/library/questionnaire-page.tsx'), 'QuestionnairePage'),
})
const workload = createRoute({
  getParentRoute: () => organization,
  path: 'library/workloads/$template',
  component: lazyRouteComponent(() => import('../pages/library/workload-page.tsx'), 'WorkloadPage'),
})
const log = createRoute({
  getParentRoute: () => organization,
  path: 'log',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('../pages/log/log-page.tsx'), 'LogPage'),
})
const settings = createRoute({
  getParentRoute: () => organization,
  path: 'settings',
  component: lazyRouteComponent(() => import('../pages/settings/settings-page.tsx'), 'SettingsPage'),
})

/** Every page of an organization. */
export const organizationRoutes = [
  overview,
  matrix,
  period,
  forecast,
  readiness,
  differences,
  findings.addChildren([findingList, finding]),
  incidents,
  newIncident,
  incident,
  assessBreach,
  controls,
  control,
  systems,
  system,
  evidence,
  evidenceItem,
  mappings,
  newMapping,
  mapping,
  connections,
  newConnection,
  connection,
  populations,
  newPopulation,
  population,
  checks,
  bench,
  check,
  checkResults,
  checkResult,
  frameworks,
  framework,
  requirement,
  crosswalk,
  decisions,
  policies,
  newPolicy,
  policy,
  policyDraft,
  tailoring,
  upgrade,
  library,
  playbook,
  questionnaire,
  workload,
  log,
  settings,
] as const
