import { describe, expect, it } from 'vitest';
import type { CommittedChange } from './mutation.ts';
import { showToVisitors, type ShownNow, type ShownQuery } from './visitor-changes.ts';

const NOW: ShownNow = {
  itemIds: ['shown'],
  columnIds: ['note'],
  groupIds: ['g', 'h'],
  hasComeBack: false,
  nowMs: Date.now(),
};
const QUIET = { type: 'board.changed', data: { changes: {} } };

function changesOf(events: object[], at = new Date().toISOString()): CommittedChange[] {
  const actor = { kind: 'user', userId: crypto.randomUUID(), name: 'Ada' };
  const by = { actor, client: 'c', mid: 1, at };
  return events.map((event, index) => ({ seq: 7 + index, id: `${index}`, ...by, event }) as never);
}

async function shownOf(events: object[], now: Partial<ShownNow> | null = {}) {
  const asked: ShownQuery[] = [];
  const shown = await showToVisitors(changesOf(events), async (query) => {
    asked.push(query);
    return now && { ...NOW, ...now };
  });
  return { asked, told: shown?.map(({ event }) => event) ?? null };
}

const toldOf = async (event: object, now?: Partial<ShownNow>) =>
  (await shownOf([event], now)).told?.[0];
const item = (id: string) => ({ id, values: {}, versions: {}, archivedAt: null, deletedAt: null });
const updated = (itemId: string, fields: object) => ({
  type: 'item.updated',
  data: { itemId, fields },
});
const field = { from: 'a', to: 'c', lost: { value: 'b', by: null, at: '' } };

describe('security S20: changes for visitors by link', () => {
  it('security S20: nobody’s name and client', async () => {
    const event = { type: 'item.purged', data: { itemId: 'x' } };
    const at = new Date().toISOString();
    const shown = await showToVisitors(changesOf([event], at), async () => NOW);
    expect(shown).toStrictEqual([{ seq: 7, id: '0', at, actor: { kind: 'user' }, event }]);
  });

  it('security S20: a comment or a waiting choice leaves its number in the sequence and nothing else', async () => {
    for (const type of ['comment.created', 'comment.edited', 'conflict.opened', 'item.editRefused'])
      expect(await toldOf({ type, data: { body: 'secret' } })).toEqual(QUIET);
  });

  it('security S20: a value comes without the one before it, a change of access without the person', async () => {
    const told = await toldOf(updated('shown', { title: field, note: field, gone: field }));
    const to = { from: null, to: 'c' };
    expect(told).toEqual(updated('shown', { title: to, note: to }));
    const member = { userId: 'u', from: null, to: 'viewer' };
    expect(await toldOf({ type: 'board.accessChanged', data: { member } })).toEqual({
      type: 'board.accessChanged',
      data: {},
    });
    const changes = { name: { from: 'secret', to: 'shown' } };
    for (const [type, id] of [
      ['board.changed', {}],
      ['group.changed', { groupId: 'g' }],
      ['column.changed', { columnId: 'note' }],
      ['view.changed', { viewId: 'v' }],
    ] as const)
      expect(await toldOf({ type, data: { ...id, changes } })).toEqual({
        type,
        data: { ...id, changes: { name: { from: null, to: 'shown' } } },
      });
  });

  it('security S20: of what is put away it is told that it went, and nothing that happens to it', async () => {
    const moment = { from: null, to: '2026-11-21T00:00:00.000Z' };
    const put = { archivedAt: moment };
    const renamed = { name: { from: 'a', to: 'secret' } };
    expect(await toldOf(updated('away', { title: field }))).toEqual(QUIET);
    for (const type of ['item.created', 'item.arrived']) {
      expect(await toldOf({ type, data: { item: item('away') } })).toEqual(QUIET);
      const shown = { ...item('shown'), commentCount: 0, createdBy: null, updatedBy: null };
      const told = await toldOf({ type, data: { item: item('shown'), fromBoardId: 'b' } });
      expect(told).toEqual({ type: 'item.created', data: { item: shown } });
    }
    for (const [type, id] of [
      ['item.stateChanged', { itemId: 'away' }],
      ['group.changed', { groupId: 'away' }],
      ['column.changed', { columnId: 'away' }],
    ] as const)
      expect(await toldOf({ type, data: { ...id, changes: { ...put, ...renamed } } })).toEqual({
        type,
        data: { ...id, changes: put },
      });
    expect(await toldOf({ type: 'group.created', data: { group: { id: 'away' } } })).toEqual(QUIET);
    expect(await toldOf({ type: 'column.created', data: { column: { id: 'away' } } })).toEqual(
      QUIET,
    );
  });

  it('security S20: history, what comes into sight, and what came into it since, is a snapshot’s to show', async () => {
    const left = { type: 'item.left', data: { itemId: 'x', toBoardId: 'secret' } };
    // By the clock of the database alone.
    const agoMs = (ms: number) => changesOf([left], new Date(Date.now() - ms).toISOString());
    const nowMs = Date.now();
    expect(await showToVisitors(agoMs(61_000), async () => ({ ...NOW, nowMs }))).toBeNull();
    expect(await showToVisitors(agoMs(50_000), async () => ({ ...NOW, nowMs }))).toHaveLength(1);
    const later = async () => ({ ...NOW, nowMs: nowMs + 70_000 });
    expect(await showToVisitors(agoMs(0), later)).toBeNull();
    expect(await toldOf(left)).toEqual({ type: 'item.purged', data: { itemId: 'x' } });
    const restored = { deletedAt: { from: '', to: null } };
    for (const type of ['item.stateChanged', 'group.changed', 'column.changed'])
      expect((await shownOf([{ type, data: { changes: restored } }])).told).toBeNull();
    expect((await shownOf([left], { hasComeBack: true })).told).toBeNull();
    expect((await shownOf([left], null)).told).toBeNull();
  });

  it('security S20: a move is told between places that are in sight, without where it began', async () => {
    const moved = (from: object, to: object) => ({
      type: 'item.moved',
      data: { itemId: 'shown', from: { pos: 'a', ...from }, to: { pos: 'b', ...to } },
    });
    const [g, h] = ['g', 'h'].map((groupId) => ({ groupId, parentId: null })) as [object, object];
    const away = { groupId: 'away', parentId: null };
    const below = (parentId: string) => ({ groupId: null, parentId });
    for (const from of [g, h, below('shown')])
      expect(await toldOf(moved(from, g))).toEqual(moved({ ...g, pos: 'b' }, g));
    expect(await toldOf(moved(g, away))).toEqual(moved({ ...away, pos: 'b' }, away));
    for (const from of [away, below('away')])
      expect((await shownOf([moved(from, g)])).told).toBeNull();
    const { asked } = await shownOf([moved(below('parent'), g)]);
    expect(asked).toEqual([{ itemIds: ['shown', 'parent'], after: 7 }]);
  });

  it('security S20: what was there under the same id before is not taken for what is there now', async () => {
    const edit = updated('shown', { title: field });
    const { told } = await shownOf([edit, { type: 'item.arrived', data: { item: item('shown') } }]);
    expect(told?.[0]).toEqual(QUIET);
    const column = { type: 'column.created', data: { column: { id: 'note' } } };
    const again = await shownOf([updated('shown', { note: field }), column]);
    expect(again.told?.[0]).toEqual(updated('shown', {}));
  });
});
