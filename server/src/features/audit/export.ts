import type { OutputOf } from '@boardwire/contract/define';
import type { list } from '@boardwire/contract/audit';
import { toCsv, type Cell } from '../../platform/csv.ts';

/** An entry as people and programs read it. */
export type Entry = OutputOf<typeof list>['items'][number];

/** A file to download. */
export interface ExportFile {
  fileName: string;
  contentType: string;
  text: string;
}

const COLUMNS: readonly { title: string; read: (entry: Entry) => Cell }[] = [
  { title: 'sequence', read: ({ sequence }) => sequence },
  { title: 'at', read: ({ at }) => at },
  { title: 'action', read: ({ action }) => action },
  { title: 'outcome', read: ({ outcome }) => outcome },
  { title: 'actorKind', read: ({ actor }) => actor.kind },
  { title: 'actorName', read: ({ actor }) => actor.name },
  { title: 'userId', read: ({ actor }) => actor.userId },
  { title: 'apiKeyId', read: ({ actor }) => actor.apiKeyId },
  { title: 'targetType', read: ({ target }) => target?.type ?? null },
  { title: 'targetId', read: ({ target }) => target?.id ?? null },
  { title: 'ipAddress', read: ({ ipAddress }) => ipAddress },
  { title: 'userAgent', read: ({ userAgent }) => userAgent },
  { title: 'requestId', read: ({ requestId }) => requestId },
  { title: 'details', read: ({ details }) => JSON.stringify(details) },
];

/** The entries as a file; `after` tells parts of a long log apart. Continue after the last sequence in it. */
export function toFile(
  entries: readonly Entry[],
  format: 'csv' | 'json',
  after: number,
): ExportFile {
  const fileName = `audit-log-after-${after}.${format}`;
  if (format === 'json') {
    return {
      fileName,
      contentType: 'application/json; charset=utf-8',
      text: JSON.stringify(entries, null, 1),
    };
  }
  const rows = [
    COLUMNS.map(({ title }) => title),
    ...entries.map((entry) => COLUMNS.map(({ read }) => read(entry))),
  ];
  return { fileName, contentType: 'text/csv; charset=utf-8', text: toCsv(rows) };
}
