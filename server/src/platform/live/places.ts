import type { LiveMember } from './live-member.ts';
import type { LiveRoom } from './live-room.ts';

/** Connections of one board on one node (live L37). */
const MAX_MEMBERS = 2_000;
/** Of these places, visitors by link take at most so many: there is room left for those who belong to the board. */
const VISITOR_SHARE = 3 / 4;

/** Whether a room has no place for one more member. */
export function isFull(
  room: LiveRoom | undefined,
  { id, actor }: LiveMember,
  maxMembers = MAX_MEMBERS,
): boolean {
  const places = actor.kind === 'shareLink' ? Math.floor(maxMembers * VISITOR_SHARE) : maxMembers;
  return room !== undefined && room.members.size >= places && !room.members.has(id);
}
