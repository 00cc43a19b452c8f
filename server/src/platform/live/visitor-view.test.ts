import type { ServerMessage } from '@boardwire/contract/sync';
import { describe, expect, it } from 'vitest';
import { sendAsVisitor, showVisitor } from './visitor-view.ts';

const board = crypto.randomUUID();

function changes(event: object, at = new Date().toISOString()): ServerMessage & { t: 'changes' } {
  const actor = { kind: 'user', userId: crypto.randomUUID(), name: 'Ada' };
  const change = { seq: 7, id: crypto.randomUUID(), actor, client: 'c', mid: 1, at, event };
  return { t: 'changes', board, from: 7, to: 7, changes: [change] } as never;
}

const shownEvent = (event: object) => {
  const shown = showVisitor(changes(event), 3);
  return shown?.t === 'changes' ? shown.changes[0]?.event : shown;
};

describe('security S20: what visitors by link are sent', () => {
  it('security S20: nobody’s name, client or presence', () => {
    const shown = showVisitor(changes({ type: 'item.left', data: {} }), 3);
    const at = expect.any(String);
    const change = { seq: 7, id: at, at, actor: { kind: 'user' }, event: expect.any(Object) };
    expect(shown).toEqual({ t: 'changes', board, from: 7, to: 7, changes: [change] });
    expect(showVisitor({ t: 'people', board, up: [], gone: [] }, 3)).toBeNull();
  });

  it('security S20: a comment or a waiting choice leaves its number in the sequence and nothing else', () => {
    for (const type of ['comment.created', 'comment.edited', 'conflict.opened', 'item.editRefused'])
      expect(shownEvent({ type, data: { body: 'secret' } })).toEqual({
        type: 'board.changed',
        data: { changes: {} },
      });
  });

  it('security S20: a value comes without the one before it, a change of access without the person', () => {
    const lost = { value: 'b', by: null, at: '' };
    const fields = { title: { from: 'a', to: 'c', lost } };
    expect(shownEvent({ type: 'item.updated', data: { itemId: 'i', fields } })).toEqual({
      type: 'item.updated',
      data: { itemId: 'i', fields: { title: { from: null, to: 'c' } } },
    });
    const member = { userId: 'u', from: null, to: 'viewer' };
    expect(shownEvent({ type: 'board.accessChanged', data: { member } })).toEqual({
      type: 'board.accessChanged',
      data: {},
    });
  });

  it('security S20: history, and what comes out of the trash, is a snapshot’s to show', () => {
    const anew = { t: 'snapshotRequired', reason: 'behind', board, epoch: 3, seq: 7 };
    const old = new Date(Date.now() - 11_000).toISOString();
    expect(showVisitor(changes({ type: 'item.left', data: {} }, old), 3)).toEqual(anew);
    const restored = { deletedAt: { from: old, to: null } };
    expect(shownEvent({ type: 'item.stateChanged', data: { changes: restored } })).toEqual(anew);
    const heard: ServerMessage[] = [];
    const send = sendAsVisitor((message) => heard.push(message));
    send({ t: 'joined', board, epoch: 3, seq: 1, permissions: [], people: [] });
    send(changes({ type: 'group.changed', data: { changes: restored } }));
    expect(heard[1]).toEqual(anew);
  });

  it('security S20: what is put away comes without a word, and into sight with a snapshot', () => {
    const quiet = { type: 'board.changed', data: { changes: {} } };
    const at = new Date().toISOString();
    const item = { archivedAt: null, deletedAt: null, createdBy: 'u', updatedBy: 'u' };
    for (const type of ['item.created', 'item.arrived']) {
      expect(shownEvent({ type, data: { item: { ...item, archivedAt: at } } })).toEqual(quiet);
      expect(shownEvent({ type, data: { item: { ...item, deletedAt: at } } })).toEqual(quiet);
      const shown = { ...item, createdBy: null, updatedBy: null };
      expect(shownEvent({ type, data: { item } })).toEqual({ type, data: { item: shown } });
    }
    const place = { groupId: 'g', parentId: null, pos: 'a' };
    const moved = (to: object) =>
      shownEvent({
        type: 'item.moved',
        data: { itemId: 'i', from: place, to: { ...place, ...to } },
      });
    expect(moved({ pos: 'b' })).toMatchObject({ type: 'item.moved' });
    expect(moved({ groupId: 'h' })).toMatchObject({ t: 'snapshotRequired' });
    expect(moved({ parentId: 'p' })).toMatchObject({ t: 'snapshotRequired' });
  });

  it('security S20: a new name comes without the one before it', () => {
    const changes = { name: { from: 'secret', to: 'shown' } };
    for (const type of ['board.changed', 'group.changed', 'column.changed'])
      expect(shownEvent({ type, data: { id: 'x', changes } })).toEqual({
        type,
        data: { id: 'x', changes: { name: { from: null, to: 'shown' } } },
      });
  });
});
