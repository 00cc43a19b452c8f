import { findText } from '../../i18n/find-text.ts';
import type { AuditEntry } from './audit-entry.ts';

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Entries hold the English names of the roles that are built in. */
function readRole(value: unknown): string | undefined {
  const name = readText(value);
  return name && (findText('roleName', name.toLowerCase()) ?? name);
}

/** Whom or what an act touched, where the entry or the list of people knows a name for it. */
function findSubject(
  { details, target, actor }: AuditEntry,
  names: ReadonlyMap<string, string>,
): string | undefined {
  const named = readText(details['name']) ?? readText(details['email']);
  if (named !== undefined) return named;
  const isOther = target?.type === 'user' && target.id !== actor.userId;
  return isOther ? names.get(target.id) : undefined;
}

/** The gist of an entry beside its act: "Grace Hopper · Member → Admin". */
export function summarizeEntry(entry: AuditEntry, names: ReadonlyMap<string, string>): string {
  const { from, to, role } = entry.details;
  const before = readRole(from);
  const after = readRole(to);
  const change = before && after ? `${before} → ${after}` : readRole(role);
  return [findSubject(entry, names), change].filter(Boolean).join(' · ');
}
