import { Navigate } from '@tanstack/react-router';
import { useCurrentOrganization } from '../../app/use-organization.ts';

/** Where `/` leads: the organization visited last, or the creation of a first one. */
export function StartPage() {
  const organization = useCurrentOrganization();
  if (!organization) return <Navigate to="/organizations/new" replace />;
  return <Navigate to="/o/$organizationId" params={{ organizationId: organization.id }} replace />;
}
