import type { Output } from '@boardwire/sdk/operations';
import { describe, expect, it } from 'vitest';
import { applyChoices } from './apply-choices.ts';

type Answer = Output<'preferences.get'>;

const answer: Answer = {
  grid: [
    {
      category: 'commented',
      isMandatory: false,
      channels: [
        { channel: 'inApp', mode: 'on', default: 'on', decidedBy: 'default' },
        { channel: 'email', mode: 'digest', default: 'digest', decidedBy: 'default' },
      ],
    },
  ],
  preferences: [],
};
const email = { scope: 'all', scopeId: null, category: 'commented', channel: 'email' } as const;
const mute = { scope: 'board', scopeId: 'b', category: null, channel: null } as const;
const modeOf = ({ grid }: Answer) => grid[0]?.channels[1]?.mode;

describe('web W7: a choice shows before the server has said so', () => {
  it('in the grid for everything, and back at the default when it is taken back', () => {
    const off = applyChoices(answer, [{ ...email, mode: 'off' }]);
    expect(modeOf(off)).toBe('off');
    expect(off.preferences).toHaveLength(1);
    const back = applyChoices(off, [{ ...email, mode: null }]);
    expect(modeOf(back)).toBe('digest');
    expect(back.preferences).toEqual([]);
  });

  it('for a place it changes the choices alone, in the place of an earlier one', () => {
    const muted = applyChoices(answer, [{ ...mute, mode: 'off' }]);
    expect(muted.grid).toEqual(answer.grid);
    const again = applyChoices(muted, [{ ...mute, mode: 'on' }]);
    expect(again.preferences.map(({ mode }) => mode)).toEqual(['on']);
  });
});
