import * as contract from '@boardwire/contract/boards';
import { permissionNames, type Permission } from '@boardwire/contract/permissions';
import type { OutputOf } from '@boardwire/contract/define';
import type { Actor } from '../../../platform/actor.ts';
import { permissionsOf } from '../../../platform/authorize.ts';
import type { EncodedAnswer } from '../../../platform/encoded-answer.ts';
import { matchesTag } from '../../../platform/entity-tag.ts';
import { closeGzip, closePlain } from '../../../platform/gzip-parts.ts';
import { implement, type Operation, type OperationContext } from '../../../platform/operation.ts';
import { notFound } from '../../../platform/refusal.ts';
import type { CachedSnapshot, Place, SnapshotCache } from '../snapshot-cache.ts';
import { readPeople, type Audience, type BoardPerson } from '../store/snapshot.ts';

/** All of a board. The tag names its rows; names of people and what the reader may do are of the moment. */
export function createSnapshotOperation(caches: Record<Audience, SnapshotCache>): Operation {
  return implement(contract.snapshot, {
    // Outside of the read's connection: many who wait for one snapshot must not hold one each.
    prepare: ({ boardId }, { actor, request: { ifNoneMatch } }) =>
      caches[audienceOf(actor)].get(boardId, (place) => matchesTag(ifNoneMatch, tagOf(place))),
    async handle({ boardId }, context, snapshot) {
      if (snapshot === null) throw notFound('This board');
      const people =
        'start' in snapshot
          ? await readPeople(context.tx, boardId, snapshot.userIds, audienceOf(context.actor))
          : [];
      const answer = toAnswer(snapshot, { people, permissions: listPermissions(context) });
      return answer as unknown as OutputOf<typeof contract.snapshot>;
    },
  });
}

function audienceOf({ kind }: Actor): Audience {
  return kind === 'shareLink' ? 'visitors' : 'members';
}

function toAnswer(
  snapshot: CachedSnapshot | Place,
  own: { people: BoardPerson[]; permissions: Permission[] },
): EncodedAnswer {
  const etag = tagOf(snapshot);
  if (!('start' in snapshot)) return { isEncodedAnswer: true, etag, body: null };
  const { start } = snapshot;
  // Closes the data and the envelope.
  const ending = `,${JSON.stringify(own).slice(1)}}`;
  return {
    isEncodedAnswer: true,
    etag,
    body: { gzip: () => closeGzip(start, ending), plain: () => closePlain(start, ending) },
  };
}

function tagOf({ epoch, seq }: Place): string {
  return `"${epoch}:${seq}"`;
}

function listPermissions({ actor, grant, board }: OperationContext): Permission[] {
  if (actor.kind === 'shareLink') return ['board:read'];
  const held = permissionsOf(actor, grant, board);
  return permissionNames.filter((name) => held.has(name));
}
