import * as contract from '@boardwire/contract/board-sharing';
import { createId } from '../../../kernel/ids.ts';
import { DAY_MS } from '../../../kernel/time.ts';
import { implementOnBoard, type BoardOperation } from '../../../platform/board/board-operation.ts';
import { implement, requireUserId, type Operation } from '../../../platform/operation.ts';
import { conflict, notFound } from '../../../platform/refusal.ts';
import { createLinkToken, hashLinkToken } from '../board-links.ts';
import {
  insertLink,
  listLinks as readLinks,
  revokeLink as storeRevocation,
} from '../store/links.ts';
import { requireEditable } from './editable.ts';
import { announce } from './sharing.ts';

/** Links that show one board. */
const MAX_LINKS = 20;

/** Creating, listing and revoking links; `publicUrl` begins their addresses. */
export function createLinkOperations(publicUrl: string): readonly (Operation | BoardOperation)[] {
  return [createLinkCreation(publicUrl), listLinks, revokeLink];
}

function createLinkCreation(publicUrl: string): BoardOperation {
  return implementOnBoard(contract.createLink, {
    isSolo: true,
    async handle({ expiresInDays }, context) {
      requireEditable(context);
      const { tx, unit, now, actor } = context;
      if ((await readLinks(tx, unit.boardId)).length >= MAX_LINKS) {
        throw conflict(
          'too_many_links',
          `A board has ${MAX_LINKS} links at most: revoke one first`,
        );
      }
      const token = createLinkToken();
      const link = {
        id: createId(),
        boardId: unit.boardId,
        createdBy: requireUserId(actor),
        createdAt: now.toISOString(),
        expiresAt:
          expiresInDays === null
            ? null
            : new Date(now.getTime() + expiresInDays * DAY_MS).toISOString(),
        lastUsedAt: null,
      };
      await insertLink(tx, unit.organizationId, { ...link, tokenHash: hashLinkToken(token) });
      announce(context, { link: { linkId: link.id, isRevoked: false } });
      return { ...link, token, url: `${publicUrl}/shared/${unit.boardId}/${token}` };
    },
  });
}

const listLinks = implement(contract.listLinks, {
  handle: ({ boardId }, { tx }) => readLinks(tx, boardId),
});

const revokeLink = implementOnBoard(contract.revokeLink, {
  isSolo: true,
  async handle({ linkId }, context) {
    const { tx, unit, now } = context;
    if (!(await storeRevocation(tx, unit.boardId, linkId, now))) throw notFound('This link');
    announce(context, { link: { linkId, isRevoked: true } });
    context.bumpEpoch({ kind: 'boardLink', subjectId: linkId });
    return { done: true } as const;
  },
});
