import {
  IconAlertOctagon,
  IconBooks,
  IconArrowsCross,
  IconCalendarDue,
  IconChartAreaLine,
  IconChecklist,
  IconCalendarStats,
  IconFileCheck,
  IconFileText,
  IconGavel,
  IconGitCompare,
  IconLayoutDashboard,
  IconListCheck,
  IconListTree,
  IconPlugConnected,
  IconScale,
  IconServer2,
  IconSettings,
  IconStack2,
  IconTable,
  IconUrgent,
  type TablerIcon,
} from '@tabler/icons-react'

/** Every page of the navigation, with the permission it needs and the letter that follows `g`. */
export const organizationPages = [
  { to: '/o/$org', label: 'Overview', key: 'o', permission: 'matrix:read', icon: IconLayoutDashboard },
  { to: '/o/$org/matrix', label: 'Matrix', key: 'm', permission: 'matrix:read', icon: IconTable },
  { to: '/o/$org/period', label: 'Period', key: 'v', permission: 'matrix:read', icon: IconCalendarStats },
  { to: '/o/$org/forecast', label: 'Forecast', key: 'n', permission: 'matrix:read', icon: IconCalendarDue },
  { to: '/o/$org/readiness', label: 'Readiness', key: 'r', permission: 'matrix:read', icon: IconChartAreaLine },
  { to: '/o/$org/differences', label: 'Differences', key: 'k', permission: 'matrix:read', icon: IconGitCompare },
  { to: '/o/$org/findings', label: 'Findings', key: 'i', permission: 'matrix:read', icon: IconAlertOctagon },
  { to: '/o/$org/incidents', label: 'Incidents', key: 'u', permission: 'incidents:read', icon: IconUrgent },
  { to: '/o/$org/controls', label: 'Controls', key: 'c', permission: 'matrix:read', icon: IconChecklist },
  { to: '/o/$org/systems', label: 'Systems', key: 's', permission: 'program:read', icon: IconServer2 },
  { to: '/o/$org/evidence', label: 'Evidence', key: 'e', permission: 'evidence:read', icon: IconFileCheck },
  {
    to: '/o/$org/connections',
    label: 'Connections',
    key: 'w',
    permission: 'connections:read',
    icon: IconPlugConnected,
  },
  { to: '/o/$org/populations', label: 'Populations', key: 'a', permission: 'populations:read', icon: IconStack2 },
  { to: '/o/$org/checks', label: 'Checks', key: 'h', permission: 'program:read', icon: IconListCheck },
  { to: '/o/$org/frameworks', label: 'Frameworks', key: 'f', permission: 'catalog:read', icon: IconGavel },
  { to: '/o/$org/crosswalk', label: 'Crosswalk', key: 'x', permission: 'matrix:read', icon: IconArrowsCross },
  { to: '/o/$org/decisions', label: 'Decisions', key: 'd', permission: 'program:read', icon: IconScale },
  { to: '/o/$org/policies', label: 'Policies', key: 'p', permission: 'program:read', icon: IconFileText },
  { to: '/o/$org/library', label: 'Library', key: 'b', permission: 'catalog:read', icon: IconBooks },
  { to: '/o/$org/log', label: 'Log', key: 'l', permission: 'log:read', icon: IconListTree },
  { to: '/o/$org/settings', label: 'Settings', key: 't', permission: 'members:read', icon: IconSettings },
] as const satisfies readonly {
  to: string
  label: string
  key: string
  permission: string
  icon: TablerIcon
}[]
