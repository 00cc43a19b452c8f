import type { Permission } from '@boardwire/contract/permissions';
import { useParams } from '@tanstack/react-router';
import { useRead } from '../lib/query.ts';
import type { OwnOrganization } from './navigation.ts';
import { usePreferences } from './preferences.ts';

/** The organizations of the signed-in person, by name. */
export function useOrganizations(): readonly OwnOrganization[] {
  return useRead('organizations.list', {}).data ?? [];
}

/** The organization at hand: of the page, else the one visited last, else the first. */
export function useCurrentOrganization(): OwnOrganization | undefined {
  const { organizationId } = useParams({ strict: false });
  const lastId = usePreferences((preferences) => preferences.lastOrganizationId);
  const organizations = useOrganizations();
  const find = (id: string | null | undefined) => organizations.find((one) => one.id === id);
  return find(organizationId) ?? find(lastId) ?? organizations[0];
}

/** The organization of the page; only for screens below `/o/$organizationId`. */
export function useOrganization(): OwnOrganization {
  const { organizationId } = useParams({ strict: false });
  const organization = useOrganizations().find((one) => one.id === organizationId);
  if (!organization) throw new Error('the organization is read before any screen that needs it');
  return organization;
}

/** Whether the person may do `permission` in the organization of the page; the server decides anew. */
export function useMay(permission: Permission): boolean {
  return useOrganization().permissions.includes(permission);
}
