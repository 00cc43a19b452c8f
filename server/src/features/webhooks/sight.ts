import type { Permission } from '@boardwire/contract/permissions';
import type { Actor } from '../../platform/actor.ts';
import { authorize, type BoardAccess, type Grant } from '../../platform/authorize.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { WebhooksParts } from './parts.ts';
import type { Stand } from './store/stand.ts';

/** Where something happened, and what. */
export interface Scene {
  organizationId: string;
  boardId: string | null;
  type: string;
}

/** Somebody who has rights: a person, or a key of theirs. */
type Viewer = Extract<Actor, { kind: 'user' | 'apiKey' }>;

/** Who asks, for operations that only people and their keys may call. */
export function requireViewer(actor: Actor): Viewer {
  if (actor.kind === 'user' || actor.kind === 'apiKey') return actor;
  throw new Error(`a person is needed, not ${actor.kind}`);
}

/** `lost`: whoever stands behind the endpoint has no say here at the moment, so that it hears of nothing. */
type Hearing = 'hears' | 'mayNot' | 'lost';

/** Who may see what, by the rows of one transaction (security S20, S48); the same is asked of the database once. */
export interface Sights {
  /** Whether what happened may be shown to somebody. */
  maySee(viewer: Viewer, scene: Scene): Promise<boolean>;
  /** Whether an endpoint may hear of it: what its person may see, by their key when it was made with one (security S9). */
  hears(stand: Stand | null, scene: Scene): Promise<Hearing>;
  /** Whether whoever stands behind an endpoint may manage webhooks at all. */
  hasSay(stand: Stand | null, organizationId: string): Promise<boolean>;
}

/** Opens the look of one transaction. */
export function createSights(tx: Transaction, { access }: Pick<WebhooksParts, 'access'>): Sights {
  const grants = createMemory<Grant | null>();
  const boards = createMemory<BoardAccess | null>();
  const grantOf = (userId: string, organizationId: string) =>
    grants(`${userId} ${organizationId}`, async () => {
      const found = await access.loadGrants(tx, [userId], organizationId);
      return found.get(userId) ?? null;
    });
  const boardOf = (userId: string, boardId: string) =>
    boards(`${userId} ${boardId}`, async () =>
      (await access.loadBoard(tx, boardId, [userId]))(userId),
    );
  const maySee: Sights['maySee'] = async (viewer, { organizationId, boardId, type }) => {
    const grant = await grantOf(viewer.userId, organizationId);
    if (boardId === null) return authorize(viewer, permissionFor(type), grant) === 'allowed';
    const board = await boardOf(viewer.userId, boardId);
    return board !== null && authorize(viewer, 'board:read', grant, board) === 'allowed';
  };
  const hasSay: Sights['hasSay'] = async (stand, organizationId) => {
    const viewer = toViewer(stand, organizationId);
    if (viewer === null) return false;
    const grant = await grantOf(viewer.userId, organizationId);
    // Whoever may not manage webhooks any more hears by none either.
    return authorize(viewer, 'webhooks:manage', grant) === 'allowed';
  };
  return {
    maySee,
    hasSay,
    async hears(stand, scene) {
      const viewer = toViewer(stand, scene.organizationId);
      if (viewer !== null && (await hasSay(stand, scene.organizationId)))
        return (await maySee(viewer, scene)) ? 'hears' : 'mayNot';
      if (stand === null || scene.boardId === null) return 'lost';
      // Without a role, only the board can tell whether they would see it again.
      return isOpenTo(await boardOf(stand.userId, scene.boardId)) ? 'lost' : 'mayNot';
    },
  };
}

/** The one who acts: a key that has ended is nobody. */
function toViewer(stand: Stand | null, organizationId: string): Viewer | null {
  if (stand === null) return null;
  const { userId, key } = stand;
  if (key === null) return { kind: 'user', userId, sessionId: '' };
  if (!key.isLive) return null;
  return { kind: 'apiKey', userId, apiKeyId: key.id, organizationId, scopes: key.scopes };
}

function isOpenTo(board: BoardAccess | null): boolean {
  if (board === null || board.isDeleted) return false;
  return board.visibility === 'organization' || board.level !== null;
}

function permissionFor(type: string): Permission {
  return type.startsWith('member.') ? 'members:read' : 'organization:read';
}

function createMemory<Value>() {
  const known = new Map<string, Promise<Value>>();
  return (key: string, load: () => Promise<Value>): Promise<Value> => {
    const found = known.get(key) ?? load();
    known.set(key, found);
    return found;
  };
}
