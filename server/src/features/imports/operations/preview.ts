import type { OutputOf } from '@boardwire/contract/define';
import * as contract from '@boardwire/contract/imports';
import { implement, type Operation } from '../../../platform/operation.ts';
import { conflict } from '../../../platform/refusal.ts';
import type { DraftItem } from '../formats/draft-item.ts';
import type { ImportDraft } from '../formats/draft.ts';
import type { Problem } from '../formats/problem-log.ts';
import type { ImportsParts } from '../parts.ts';
import { inspectFile, readInspected, type Inspected } from '../run/inspect-file.ts';
import { toStoredKey } from '../run/keys.ts';
import { groupProblems } from '../run/report.ts';
import { openFile } from '../store/chunks.ts';
import { listCandidates, type Candidate } from '../store/targets.ts';
import { requireOwn } from './own.ts';

type Preview = OutputOf<typeof contract.preview>;
type Person = Extract<Preview, { kind: 'readable' }>['people'][number];

/** Rows and items that a preview shows, and characters of one cell. */
const SHOWN_ROWS = 20;
const SHOWN_ITEMS = 20;
const SHOWN_CELL_LENGTH = 500;

/** Reading a file without importing it, outside of any transaction. */
export function createPreviewOperation({ database }: Pick<ImportsParts, 'database'>): Operation {
  return implement(contract.preview, {
    async prepare({ importId, mapping }, context): Promise<Preview> {
      const found = await database.read('all', (tx) => requireOwn(tx, context, importId));
      if (found.state !== 'uploaded')
        throw conflict('not_waiting', 'This import was started already');
      const { organizationId, fileName } = found;
      const open = openFile(database, { organizationId, importId });
      const inspected = await inspectFile(open, fileName, mapping ?? null);
      const result = await readInspected(open, inspected);
      if (result.kind === 'refused') return toRefused(result.problem);
      const candidates = await database.read({ organizationId }, (tx) =>
        listCandidates(tx, organizationId),
      );
      return toPreview(inspected, result.draft, candidates);
    },
    handle: async (_input, _context, preview) => preview,
  });
}

function toRefused({ message, row, field }: Problem): Preview {
  return {
    kind: 'refused',
    message,
    ...(row === undefined ? {} : { row }),
    ...(field === undefined ? {} : { field }),
  };
}

async function toPreview(
  inspected: Inspected,
  draft: ImportDraft,
  candidates: readonly Candidate[],
): Promise<Preview> {
  const table = inspected.kind === 'csv' ? inspected : null;
  const cut = (cells: readonly string[]) =>
    cells.map((cell) => cell.slice(0, SHOWN_CELL_LENGTH).toWellFormed());
  return {
    kind: 'readable',
    format: draft.format,
    boardName: draft.boardName,
    mapping: table?.source.mapping ?? null,
    headers: cut(table?.headers ?? []),
    rows: (table?.rows ?? []).slice(0, SHOWN_ROWS).map(cut),
    columns: draft.columns.map(({ name, type }) => ({ name, type })),
    groups: draft.groups.map(({ name }) => name),
    people: draft.people.map((person): Person => ({
      ...person,
      key: toStoredKey(person.key),
      suggestedUserId: suggest(person, candidates),
    })),
    items: await firstItems(draft),
    counts: draft.counts,
    problems: groupProblems(draft.problems),
  };
}

/** The member with the same address, or the only one with the same name. */
function suggest(
  { name, email }: ImportDraft['people'][number],
  candidates: readonly Candidate[],
): string | null {
  const byMail = candidates.find(
    (candidate) => email !== undefined && candidate.email === email.toLowerCase(),
  );
  if (byMail !== undefined) return byMail.userId;
  const namesakes = candidates.filter(
    (candidate) => candidate.name.toLowerCase() === name.toLowerCase(),
  );
  return namesakes.length === 1 ? (namesakes[0]?.userId ?? null) : null;
}

async function firstItems(draft: ImportDraft) {
  const groups = new Map(draft.groups.map(({ key, name }) => [key, name]));
  const columns = new Map(draft.columns.map((column) => [column.key, column]));
  const shown: { title: string; group: string; values: Record<string, never> }[] = [];
  for await (const item of draft.items()) {
    const values = Object.entries(item.values).map(([key, value]) => [
      columns.get(key)?.name ?? key,
      nameOptions(columns.get(key)?.options ?? [], value),
    ]);
    const group = groups.get(item.groupKey) ?? '';
    shown.push({ title: item.title, group, values: Object.fromEntries(values) as never });
    if (shown.length === SHOWN_ITEMS) break;
  }
  return shown;
}

function nameOptions(
  options: readonly { key: string; name: string }[],
  value: DraftItem['values'][string],
): unknown {
  const nameOf = (key: string) => options.find((option) => option.key === key)?.name ?? key;
  if (options.length === 0) return value;
  if (Array.isArray(value)) return value.map(nameOf);
  return typeof value === 'string' ? nameOf(value) : value;
}
