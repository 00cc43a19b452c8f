import { createBreaker } from '../../platform/breaker.ts';
import type { ports } from '../delivery/index.ts';
import { putOff } from './outcome.ts';

/** Says something about the provider, not about this one message. */
function isOutage(result: ports.SendResult): boolean {
  if (result.kind === 'uncertain') return true;
  return result.kind === 'refused' && ['transient', 'auth'].includes(result.cause);
}

/** Keeps away from a provider that fails most of the time: its messages go to the next one, or wait (delivery D21). */
export function withBreaker(
  provider: ports.Provider,
  options: { halfOpenAfterMs?: number } = {},
): ports.Provider {
  const breaker = createBreaker(isOutage, options);
  return {
    ...provider,
    breaker: breaker.state,
    async send(message, call) {
      const result = await breaker.run(() => provider.send(message, call));
      return result ?? { kind: 'refused', cause: 'transient', code: 'breaker_open', ...putOff() };
    },
  };
}
