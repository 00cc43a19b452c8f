import type { Listening } from './hearing.ts';

/** Who an endpoint acts for, or who asks: a person, or one of their keys. */
export interface Standing {
  userId: string;
  apiKeyId: string | null;
}

/** What decides where an endpoint's calls go, and what they tell. */
interface Reach extends Listening {
  url: string;
}

/**
 * Whether somebody has the rights of an endpoint anyway: a person those of their keys too, a key its own alone
 * (security S9).
 */
export function covers(asking: Standing, acting: Standing | null): boolean {
  if (acting === null || asking.userId !== acting.userId) return false;
  return asking.apiKeyId === null || asking.apiKeyId === acting.apiKeyId;
}

/** Whether a change sends calls elsewhere, or makes them tell of more. */
export function widens(before: Reach, after: Partial<Reach>): boolean {
  const { url, eventTypes, boardId } = { ...before, ...after };
  if (url !== before.url) return true;
  if (boardId !== before.boardId && before.boardId !== null) return true;
  if (before.eventTypes.length === 0) return false;
  return eventTypes.length === 0 || eventTypes.some((type) => !before.eventTypes.includes(type));
}
