import type { Output } from '@boardwire/sdk/operations';
import { t } from '../../i18n/t.tsx';

/** One line of an audit log. */
export type AuditEntry = Output<'audit.list'>['items'][number];

/** Who did it, in words. */
export function actorName({ actor }: AuditEntry): string {
  if (actor.name !== null) return actor.name;
  return t(actor.kind === 'system' ? 'audit.system' : 'audit.anonymous');
}
