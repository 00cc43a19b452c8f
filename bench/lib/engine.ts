import { engines } from '../../scripts/engines/engines.mjs';
import { provideEngine } from '../../scripts/engines/provide.mjs';

/** What a server is started with besides, for an engine of jobs, live edits and limits. */
export interface ProvidedEngine {
  settings: Record<string, string>;
  /** The process of it that counts, where it is ours. */
  stop(): Promise<void>;
}

/** Provides an engine as the tests do: for Redis the server of TEST_REDIS_URL, or one of its own. Throws when there is none. */
export async function provideBenchEngine(name: 'postgres' | 'redis'): Promise<ProvidedEngine> {
  if (name === 'postgres') return { settings: {}, stop: async () => undefined };
  const engine = engines.find((each) => each.name === name);
  const provided = engine && (await provideEngine(engine));
  if (provided?.value === undefined)
    throw new Error('no Redis: install redis-server, or name one in TEST_REDIS_URL');
  return { settings: { REDIS_URL: provided.value }, stop: provided.stop };
}
