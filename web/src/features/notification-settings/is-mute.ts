import type { PlaceChoice } from './preference-types.ts';

/** Whether a choice silences all of its place. */
export function isMute({ category, channel, mode }: PlaceChoice): boolean {
  return category === null && channel === null && mode === 'off';
}
