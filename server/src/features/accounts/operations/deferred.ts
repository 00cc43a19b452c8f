import { Refusal } from '../../../platform/refusal.ts';

/** What was prepared, or why not. */
export type Deferred<Value> =
  | { isReady: true; value: Value }
  | { isReady: false; refusal: Refusal };

/**
 * Keeps a refusal of the preparation for the handler: a repeated request finds its stored answer in between, though the
 * secret it gave is spent by now (reliability R2). Being too busy is told at once.
 */
export async function deferRefusal<Value>(prepare: () => Promise<Value>): Promise<Deferred<Value>> {
  try {
    return { isReady: true, value: await prepare() };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'TOO_MANY_REQUESTS') throw error;
    return { isReady: false, refusal: error };
  }
}

/** The prepared value. Throws the refusal that was kept. */
export function takePrepared<Value>(deferred: Deferred<Value>): Value {
  if (deferred.isReady) return deferred.value;
  throw deferred.refusal;
}
