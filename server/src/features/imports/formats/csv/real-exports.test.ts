import { describe, expect, it } from 'vitest';
import { expectDraft, itemsOf, listRealFiles } from '../formats.fixture.ts';
import { prepare } from './prepare.fixture.ts';
import { readCsv } from './read.ts';

const files = listRealFiles('csv');

describe.skipIf(files.length === 0)('SPEC B6: real CSV exports', () => {
  it('a board of WeKan: stages, dates with the month first, members by login name', async () => {
    const file = files.find(({ name }) => name.startsWith('wekan'));
    if (!file) return;
    const source = await prepare(file.open, file.name);
    const draft = expectDraft(await readCsv(source));
    const dates = source.mapping.columns.filter((column) => column.as === 'date');
    expect(dates.map(({ format, isUncertain }) => [format, isUncertain])).toEqual(
      Array.from({ length: 5 }, () => ['M/d/y', undefined]),
    );
    expect(draft.groups.map(({ name }) => name).toSorted()).toEqual([
      'Stage 1',
      'Stage 2',
      'Stage 3',
      'Stage 4',
    ]);
    expect(draft.counts).toMatchObject({ items: 25, dates: 108, people: 4 });
    expect(draft.problems).toEqual([]);
  });

  it('an export of Jira: keys, comments with their authors, people by name, dates with times', async () => {
    const file = files.find(({ name }) => name.startsWith('jira'));
    if (!file) return;
    const source = await prepare(file.open, file.name);
    const draft = expectDraft(await readCsv(source));
    const items = await itemsOf(draft);
    const as = new Map(source.mapping.columns.map((column) => [column.header, column.as]));
    expect(
      ['Summary', 'Issue key', 'Status', 'Created', 'Watchers', 'Comment', 'Sprint'].map((name) =>
        as.get(name),
      ),
    ).toEqual(['title', 'itemKey', 'status', 'date', 'person', 'comment', 'tags']);
    expect(items).toHaveLength(22);
    const comments = items.flatMap((item) => item.comments);
    expect(comments).toHaveLength(17);
    expect(comments.every(({ at, authorName }) => at !== null && / /.test(authorName))).toBe(true);
    expect(draft.problems.every(({ code }) => code === 'column.ignored')).toBe(true);
  });
});
