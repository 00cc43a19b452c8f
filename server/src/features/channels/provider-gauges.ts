import type { BreakerState } from '../../platform/breaker.ts';
import type { GaugeDefinition } from '../../platform/metrics.ts';
import type { ports } from '../delivery/index.ts';

const LEVELS: Readonly<Record<BreakerState, number>> = { closed: 0, halfOpen: 0.5, open: 1 };

/** Whether providers are kept away from at the moment, by this process. */
export function createProviderGauges(list: readonly ports.Provider[]): GaugeDefinition[] {
  return [
    {
      name: 'boardwire_provider_breaker_open',
      help: 'Whether calls are kept from a provider that fails most of the time: 1 open, 0.5 while one call tries, 0 closed',
      labelNames: ['channel', 'provider'],
      read: async () =>
        list.flatMap(({ id, channel, breaker }) =>
          breaker === undefined
            ? []
            : [{ labels: { channel, provider: id }, value: LEVELS[breaker()] }],
        ),
    },
  ];
}
