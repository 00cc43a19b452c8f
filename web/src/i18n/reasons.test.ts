import { describe, expect, it } from 'vitest';
import { describeFailure } from '../lib/failure-text.ts';
import { importProblems } from './en/import-problems.ts';
import { reasons } from './en/reasons.ts';
import { findText } from './find-text.ts';

const refused = (reason: string, message = 'In the server’s words') =>
  describeFailure({ code: 'CONFLICT', message, details: { reason } });

describe('web W42, W44: refusals of the server', () => {
  it('web W42: a reason that is known is told in the person’s language, any other in the server’s words', () => {
    expect(refused('board_archived')).toBe(reasons['reason.board_archived']);
    expect(refused('of_another_version')).toBe('In the server’s words');
  });

  it('web W44: a reason that several things share speaks of none of them', () => {
    for (const reason of ['reason.name_taken', 'reason.last_owner', 'reason.gone'] as const)
      expect(reasons[reason]).not.toMatch(/role|organization|board|item/i);
  });

  it('web W42, W47: what an import leaves out is told by its code, not in the words of its first case', () => {
    const said = importProblems['imports.says.comments.missing'];
    expect(findText('imports.says', 'comments.missing')).toBe(said);
    expect(findText('imports.says', 'of.another.version')).toBeUndefined();
  });
});
