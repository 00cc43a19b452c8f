import type { Failure } from '../lib/failure.ts';

/** Whether the link itself was refused: used, replaced or too old. */
export function isSpentLink({ details }: Failure): boolean {
  return details?.reason === 'link_spent';
}
