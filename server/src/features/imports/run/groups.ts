import * as events from '@boardwire/contract/board-events';
import type { Group } from '@boardwire/contract/board-model';
import { colorNames } from '@boardwire/contract/column-types';
import { createId } from '../../../kernel/ids.ts';
import { rankBetween } from '../../../kernel/rank.ts';
import { conflict } from '../../../platform/refusal.ts';
import type { DraftGroup } from '../formats/draft-board.ts';
import type { ImportedObject } from '../store/objects.ts';
import { toStoredKey } from './keys.ts';
import { BOARD_MAX_GROUPS, type RunScene } from './scene.ts';

/** A board has one group at least; files without any get this one. */
const ONLY_GROUP: DraftGroup = { key: '#only', name: 'Items', isArchived: false };

/** Finds or makes the file's groups on the board; answers their ids by the file's key. */
export function placeGroups(
  scene: RunScene,
  known: ReadonlyMap<string, ImportedObject>,
): Map<string, string> {
  const { groups } = scene.context.unit.state;
  const wanted = scene.draft.groups.length + groups.size > 0 ? scene.draft.groups : [ONLY_GROUP];
  const free = indexByName([...groups.values()].filter(({ deletedAt }) => deletedAt === null));
  for (const { objectId } of known.values()) free.delete(nameOf(groups.get(objectId)));
  const ids = new Map<string, string>();
  for (const draft of wanted) ids.set(draft.key, placeGroup(scene, draft, { known, free }));
  const alive = [...groups.values()].filter(({ deletedAt }) => deletedAt === null);
  if (alive.length > BOARD_MAX_GROUPS) {
    const message = `The board would have ${alive.length} groups; it takes ${BOARD_MAX_GROUPS}`;
    throw conflict('too_many_groups', message);
  }
  return ids;
}

interface Places {
  known: ReadonlyMap<string, ImportedObject>;
  /** Groups that were there before, by name; each is taken once. */
  free: Map<string, Group>;
}

function placeGroup(scene: RunScene, draft: DraftGroup, { known, free }: Places): string {
  const { context, claimed, unsaved } = scene;
  const key = toStoredKey(draft.key);
  const seen = { name: draft.name, isArchived: draft.isArchived };
  const before = known.get(`group:${key}`);
  const group = before && context.unit.state.groups.get(before.objectId);
  if (before !== undefined && group !== undefined && group.deletedAt === null) {
    updateGroup(scene, group, draft, before);
    unsaved.push({ ...before, seen });
    return group.id;
  }
  const namesake = free.get(nameOf(draft));
  if (namesake !== undefined) {
    free.delete(nameOf(draft));
    unsaved.push({ kind: 'group', key, objectId: namesake.id, importId: null, seen });
    return namesake.id;
  }
  const made = makeGroup(scene, draft);
  unsaved.push({ kind: 'group', key, objectId: made.id, importId: claimed.id, seen });
  return made.id;
}

function makeGroup({ context, created }: RunScene, draft: DraftGroup): Group {
  const { groups } = context.unit.state;
  const at = context.now.toISOString();
  const last = [...groups.values()].reduce<string | null>(
    (most, { pos }) => (most === null || pos > most ? pos : most),
    null,
  );
  const group: Group = {
    id: createId(),
    name: draft.name,
    color: colorNames[groups.size % colorNames.length] ?? 'gray',
    pos: rankBetween(last, null),
    createdAt: at,
    archivedAt: draft.isArchived ? at : null,
    deletedAt: null,
  };
  context.emit(events.groupCreated, { group });
  created.add('groups');
  return group;
}

/** Takes over what changed in the file since; a name that somebody changed here stays. */
function updateGroup(
  { context, updated, unchanged }: RunScene,
  group: Group,
  draft: DraftGroup,
  { seen }: ImportedObject,
): void {
  const isRenamed = seen?.name !== draft.name && group.name === seen?.name;
  const isMoved = seen?.isArchived !== draft.isArchived;
  const archivedAt = draft.isArchived ? context.now.toISOString() : null;
  const changes = {
    ...(isRenamed && { name: { from: group.name, to: draft.name } }),
    ...(isMoved &&
      (group.archivedAt === null) === draft.isArchived && {
        archivedAt: { from: group.archivedAt, to: archivedAt },
      }),
  };
  if (Object.keys(changes).length === 0) return unchanged.add('groups');
  context.emit(events.groupChanged, { groupId: group.id, changes });
  updated.add('groups');
}

function indexByName(groups: readonly Group[]): Map<string, Group> {
  return new Map(groups.map((group) => [nameOf(group), group]));
}

function nameOf(group: { name: string } | undefined): string {
  return group?.name.trim().toLowerCase() ?? '';
}
