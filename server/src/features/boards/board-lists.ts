import * as events from '@boardwire/contract/board-events';
import * as members from '@boardwire/contract/members';
import type { Tag } from '../../platform/cache/cache-class.ts';
import { defineCacheClass, voids } from '../../platform/cache/cache-class.ts';
import { MINUTE_MS } from '../../kernel/time.ts';
import type { BoardQuery, BoardWithLevel } from './store/boards.ts';

/** What a list of boards depends on beside whose it is: what the role gives is named here, so a role's change needs no event. */
export type BoardListKey = Omit<BoardQuery, 'organizationId' | 'userId'>;

const boardsOf = (organizationId: string | null): Tag[] => [`boards:${organizationId}`];
const boardsOfOne = (organizationId: string, userId: string): Tag[] => [
  `member:${organizationId}/${userId}`,
];

/** Boards that a person may read, by the one predicate of lists (security S21). */
export const boardLists = defineCacheClass<'member', BoardListKey, BoardWithLevel[]>({
  name: 'boards.lists',
  owner: 'boards',
  summary:
    'Boards in use that a person may read: home, favourites, recent boards, inbox, own items',
  version: 1,
  scope: 'member',
  ttlMs: 10 * MINUTE_MS,
  staleMs: MINUTE_MS,
  layers: 'memory and redis',
  holdsAccess: true,
  tags: ['boards', 'member'],
  tagsOf: ({ organizationId, userId }) => [
    ...boardsOf(organizationId),
    ...boardsOfOne(organizationId, userId),
  ],
  voidedBy: [
    voids(events.boardCreated, ({ organizationId }) => boardsOf(organizationId)),
    voids(events.boardChanged, ({ organizationId }) => boardsOf(organizationId)),
    voids(events.boardAccessChanged, ({ organizationId }) => boardsOf(organizationId)),
    // Whoever leaves an organization leaves its boards.
    ...[members.memberLeft, members.memberSuspended, members.memberReinstated].map((spec) =>
      voids(spec, ({ data }) => boardsOfOne(data.organizationId, data.userId)),
    ),
    voids(members.memberJoined, ({ data }) => boardsOfOne(data.organizationId, data.userId)),
  ],
});
