import { call } from '../../lib/call.ts';
import { type Chosen, type DeadScope, toChosenInput } from './dead-letter-types.ts';

/** Sends dead letters again, so many a minute; a dry run only counts them. */
export function redrive(
  scope: DeadScope,
  chosen: Chosen,
  more: { perMinute?: number; isDryRun?: boolean },
) {
  const input = { ...toChosenInput(chosen), ...more };
  return scope === null
    ? call('instanceDeadLetters.redrive', input)
    : call('deadLetters.redrive', { organizationId: scope, ...input });
}

/** Lets dead letters go; a dry run only counts them. */
export function discard(scope: DeadScope, chosen: Chosen, more: { isDryRun?: boolean }) {
  const input = { ...toChosenInput(chosen), ...more };
  return scope === null
    ? call('instanceDeadLetters.discard', input)
    : call('deadLetters.discard', { organizationId: scope, ...input });
}
