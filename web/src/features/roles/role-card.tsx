import { ChevronRight } from 'lucide-react';
import { t } from '../../i18n/t.tsx';
import { roleName } from '../../lib/role-name.ts';
import { Badge } from '../../ui/badge.tsx';
import { permissionText } from './permission-text.ts';
import { RoleMenu } from './role-menu.tsx';
import type { Role } from './role.ts';

function describeRole({ key }: Role): string {
  return t(key === null ? 'roles.custom' : `roles.${key}`);
}

/** A role in one line; opened, what it allows. */
export function RoleCard({ role, mayManage }: { role: Role; mayManage: boolean }) {
  const isCustom = role.key === null;
  return (
    <li className="flex items-start rounded border border-line bg-surface">
      <details className="group min-w-0 flex-1">
        <summary className="flex items-start gap-3 rounded p-4 [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden="true"
            className="mt-0.5 size-4 shrink-0 text-faint transition-transform group-open:rotate-90"
          />
          <div className="min-w-0 flex-1">
            <div className="flex flex-wrap items-center gap-2">
              <span className="text-base font-medium text-ink">{roleName(role)}</span>
              {!isCustom && <Badge>{t('roles.builtIn')}</Badge>}
            </div>
            <div className="text-sm text-muted">{describeRole(role)}</div>
          </div>
          <Counts role={role} />
        </summary>
        <ul className="grid gap-x-8 gap-y-1.5 pr-4 pb-4 pl-11 text-sm text-muted sm:grid-cols-2">
          {role.permissions.map((permission) => (
            <li key={permission}>{permissionText(permission)}</li>
          ))}
        </ul>
      </details>
      {mayManage && isCustom && (
        <div className="py-3 pr-3">
          <RoleMenu role={role} />
        </div>
      )}
    </li>
  );
}

function Counts({ role }: { role: Role }) {
  return (
    <div className="flex shrink-0 flex-col items-end text-sm text-muted tabular-nums sm:flex-row sm:gap-6">
      <span>{t('roles.permissionCount', { count: role.permissions.length })}</span>
      <span className="sm:w-24 sm:text-right">
        {t('roles.members', { count: role.memberCount })}
      </span>
    </div>
  );
}
