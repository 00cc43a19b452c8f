import type { SendParts } from './send-one.ts';

/** What providers answered since this process began, by provider and kind of answer. */
export interface Outcomes {
  providersOf: SendParts['providersOf'];
  list(): { label: string; value: number }[];
}

/** Counts what providers answer. */
export function countOutcomes(providersOf: SendParts['providersOf']): Outcomes {
  const counts = new Map<string, number>();
  const note = (provider: string, outcome: string) => {
    const label = `${provider} ${outcome}`;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  };
  return {
    list: () => [...counts].map(([label, value]) => ({ label, value })),
    providersOf: (delivery, message) =>
      providersOf(delivery, message).map((provider) => ({
        ...provider,
        async send(rendered, call) {
          try {
            const result = await provider.send(rendered, call);
            note(provider.id, result.kind === 'refused' ? result.cause : result.kind);
            return result;
          } catch (error) {
            note(provider.id, 'uncertain');
            throw error;
          }
        },
      })),
  };
}
