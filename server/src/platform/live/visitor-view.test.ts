import type { ServerMessage } from '@boardwire/contract/sync';
import { describe, expect, it } from 'vitest';
import { toFrame } from './frames.ts';
import { sendAsVisitor, toVisitorFrame } from './visitor-view.ts';

const board = crypto.randomUUID();
const changes = [{ seq: 7, id: 'x', actor: { kind: 'user' }, at: '', event: {} }] as never;

describe('security S20: what the connection of a visitor lets through', () => {
  it('security S20: no presence, and no changes but those that were looked through for visitors', () => {
    const heard: ServerMessage[] = [];
    const send = sendAsVisitor((message) => heard.push(message));
    const joined: ServerMessage = {
      t: 'joined',
      board,
      epoch: 3,
      seq: 1,
      permissions: [],
      people: [],
    };
    send(joined);
    send({ t: 'people', board, up: [], gone: [] });
    send(toFrame(board, changes));
    const frame = toVisitorFrame(board, changes);
    send(frame);
    expect(heard).toEqual([joined, frame]);
  });
});
