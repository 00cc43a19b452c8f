import { describe, expect, it } from 'vitest';
import type { DraftItem } from '../draft-item.ts';
import { draftLimits } from '../draft-limits.ts';
import { expectDraft, itemsOf, listRealFiles, reported } from '../formats.fixture.ts';
import { countTrello } from './count-trello.fixture.ts';
import { readTrello } from './read.ts';

const files = listRealFiles('trello');
const sum = (items: readonly DraftItem[], of: (item: DraftItem) => number) =>
  items.reduce((total, item) => total + of(item), 0);

describe.skipIf(files.length === 0)('SPEC B6: real exports of Trello', () => {
  it.each(files)('$name: taken and reported make what the file has', async ({ open, path }) => {
    const counted = countTrello(path);
    const draft = expectDraft(await readTrello(open));
    const { problems } = draft;
    const items = await itemsOf(draft);
    const labels = draft.columns.find(({ key }) => key === 'labels')?.options.length ?? 0;

    expect({
      lists: draft.groups.length,
      closedLists: draft.groups.filter(({ isArchived }) => isArchived).length,
      cards: items.length + reported(problems, 'card.repeated', 'card.noId'),
      archivedCards: items.filter(({ isArchived }) => isArchived).length,
      labels,
      labelsOnCards: sum(items, ({ values }) => listIn(values['labels'])),
      checklistItems:
        sum(items, ({ subItems }) => subItems.length) +
        reported(problems, 'checkItems.cardMissing'),
      checklists: draft.counts['checklists'] ?? 0,
      comments:
        sum(items, ({ comments }) => comments.length) + reported(problems, 'comments.missing'),
      dueDates:
        items.filter(({ values }) => 'due' in values).length + reported(problems, 'due.noDate'),
      customFields:
        draft.columns.filter(({ key }) => /^[0-9a-f]{24}$/.test(key)).length +
        reported(problems, 'customFields.unknownType'),
      customFieldValues:
        (draft.counts['customFieldValues'] ?? 0) +
        reported(problems, 'customField.noValue', 'customField.unknown'),
      attachments:
        sum(items, ({ attachments }) => attachments.length) +
        reported(problems, 'attachment.noLink'),
      members: draft.people.length,
      actions:
        sum(items, ({ comments }) => comments.length) +
        reported(problems, 'activity', 'comments.cardMissing'),
    }).toEqual(counted);
  });

  it.each(files)(
    '$name: counts are those of the items, everything fits a board',
    async ({ open }) => {
      const draft = expectDraft(await readTrello(open));
      const items = await itemsOf(draft);
      const groupKeys = new Set(draft.groups.map(({ key }) => key));
      const peopleKeys = new Set(draft.people.map(({ key }) => key));
      expect(draft.counts).toMatchObject({
        items: items.length,
        comments: sum(items, ({ comments }) => comments.length),
      });
      expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
      for (const item of items) {
        expect(groupKeys).toContain(item.groupKey);
        expect(item.title.length).toBeGreaterThan(0);
        expect(item.title.length).toBeLessThanOrEqual(draftLimits.title);
        for (const { authorKey } of item.comments) expect(peopleKeys).toContain(authorKey);
        const columns = new Set(draft.columns.map(({ key }) => key));
        for (const key of Object.keys(item.values)) expect(columns).toContain(key);
      }
      expect(await itemsOf(draft)).toEqual(items);
    },
  );

  it('says how many comments Trello’s limit of 1,000 actions cut off, by card and in all', async () => {
    const file = files.find(({ name }) => name.startsWith('team-'));
    if (!file) return;
    const { problems } = expectDraft(await readTrello(file.open));
    const cards = problems.filter(({ code }) => code === 'comments.missing');
    expect(cards.every(({ objectKey, count }) => objectKey && (count ?? 0) > 0)).toBe(true);
    expect(reported(cards, 'comments.missing')).toBe(40);
    const all = problems.find(({ code }) => code === 'comments.missingInAll');
    expect(all).toMatchObject({ count: 40 });
    expect(all?.message).toContain('last 1,000 actions');
  });
});

function listIn(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
