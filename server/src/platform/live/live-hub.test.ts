import { describe, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { createLiveHub } from './live-hub.ts';
import type { LiveMember } from './live-member.ts';

const boardId = crypto.randomUUID();

function createMember(): LiveMember {
  const nothing = () => undefined;
  const actor = { kind: 'user', userId: crypto.randomUUID(), sessionId: '' } as const;
  return { id: crypto.randomUUID(), actor, send: nothing, enter: nothing, leave: nothing };
}

function createHub(maxMembers: number) {
  return createLiveHub({
    source: {
      readHead: async () => ({ epoch: 1, seq: 0, logFloor: 0 }),
      readSeqs: async () => [],
      readChanges: async () => [],
      readPermissions: async (_boardId, actors) => actors.map(() => ['board:read']),
    },
    bus: { announce: () => undefined, start: () => undefined, stop: () => undefined },
    epochs: { onChange: () => undefined } as never,
    broadcast: () => undefined,
    log: createLog('silent'),
    maxMembers,
  });
}

describe('live L37: members of one board', () => {
  it('live L37: a full board takes nobody in until somebody leaves, and those who are in stay', async () => {
    const hub = createHub(2);
    const [first, second, third] = [createMember(), createMember(), createMember()];
    const place = { epoch: 1, since: 0 };
    expect(hub.isFull(boardId, first)).toBe(false);
    for (const member of [first, second]) await hub.join(boardId, member, place);
    expect([first, second, third].map((member) => hub.isFull(boardId, member))).toEqual([
      false,
      false,
      true,
    ]);
    hub.leave(boardId, first);
    expect(hub.isFull(boardId, third)).toBe(false);
  });
});
