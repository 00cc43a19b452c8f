import { id } from './common.ts';
import { defineOperation } from './define.ts';
import { z } from 'zod';
import { liveCall, mutationAnswer } from './sync.ts';

export const mutate = defineOperation({
  name: 'boards.mutate',
  summary:
    'Send a numbered mutation of the live connection where a proxy blocks it; the answer is the one of that connection.',
  method: 'POST',
  path: '/boards/:boardId/mutations',
  // Its own answer says `readOnly`: the edit waits at its client (live L16).
  worksReadOnly: true,
  isBulk: true,
  // Each call's permission is asked for under the board's lock: a refusal is an answer that uses the number up (live L16).
  access: { kind: 'user', apiKeys: true },
  input: z.strictObject({
    boardId: id,
    client: id.meta({ description: 'the id that this client keeps for its mutations' }),
    mid: z.int().min(1).meta({ description: 'the number after the last one of this client' }),
    epoch: z.int().min(0),
    calls: z.array(liveCall).min(1).max(100),
  }),
  output: mutationAnswer,
});
