import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';

const samplesOf = (text: string, name: string) =>
  text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));

describe('gauges', () => {
  it('SPEC F4: show what is read at the scrape, under the name of their label', async () => {
    const metrics = createMetrics();
    let value = 1;
    metrics.addGauge({ name: 'plain', help: 'One', read: async () => [{ value }] });
    metrics.addGauge({
      name: 'told_apart',
      help: 'Two',
      labelNames: ['state'],
      read: async () => [
        { labels: { state: 'used' }, value },
        { labels: { state: 'idle' }, value: 5 },
      ],
    });
    await metrics.expose();
    value = 2;
    const { text } = await metrics.expose();
    expect(samplesOf(text, 'plain')).toEqual(['plain 2']);
    expect(samplesOf(text, 'told_apart')).toEqual([
      'told_apart{state="used"} 2',
      'told_apart{state="idle"} 5',
    ]);
  });

  it('SPEC F4: leave out what could not be read, instead of a zero', async () => {
    const metrics = createMetrics();
    const read = async (): Promise<never> => {
      throw new Error('the database is away');
    };
    metrics.addGauge({ name: 'plain', help: 'One', read });
    metrics.addGauge({ name: 'told_apart', help: 'Two', labelNames: ['state'], read });
    const { text } = await metrics.expose();
    expect(samplesOf(text, 'plain')).toEqual([]);
    expect(samplesOf(text, 'told_apart')).toEqual([]);
  });
});
