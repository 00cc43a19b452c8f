import type { OpenEngine, QueueEngine } from './engine.ts';

/**
 * Opens an engine; its driver and BullMQ are loaded here, not before. Connections are made meanwhile or on first use.
 */
export async function openEngine(
  engine: QueueEngine,
  reportError: (error: Error) => void = () => undefined,
): Promise<OpenEngine> {
  if (engine.kind === 'postgres') {
    const { connectionString, adminConnectionString } = engine;
    if (adminConnectionString !== undefined) {
      const { migrateQueue } = await import('./migrate-queue.ts');
      await migrateQueue(adminConnectionString, connectionString);
    }
    const { openPostgresEngine } = await import('./postgres-engine.ts');
    return openPostgresEngine(connectionString);
  }
  const { openRedisEngine } = await import('./redis-engine.ts');
  return openRedisEngine(engine, reportError);
}
