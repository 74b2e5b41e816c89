import { useParams } from '@tanstack/react-router'
import { todayIn } from '../time/format.ts'
import { useSession } from './session.ts'

/** The slug of the organization the address speaks of; empty outside one. */
export function useOrganization(): string {
  return useParams({ strict: false, select: (params) => params.org ?? '' })
}

/** What the signed-in person is in the organization of the address; undefined outside one. */
export function useMembership() {
  const slug = useOrganization()
  return useSession().organizations.find((organization) => organization.slug === slug)
}

/** Today, `YYYY-MM-DD`: in the time zone of the organization of the address, by which its days are counted wherever its reader is. */
export function useToday(): string {
  return todayIn(useMembership()?.timeZone)
}

/** Whether the signed-in person may do `permission` here. The server decides again on every request. */
export function usePermission(permission: string): boolean {
  return useMembership()?.permissions.includes(permission) ?? false
}
