import type { IQueueBackend, Processor, Queue, QueueOptions, Worker, WorkerOptions } from 'bullmq';

/** Where the queue lives: the same code runs on both. */
export type QueueEngine =
  | {
      readonly kind: 'postgres';
      /** The application's login. */
      readonly connectionString: string;
      /** A login that may create: with it, opening the queue brings its schema up to date first. */
      readonly adminConnectionString?: string;
    }
  | {
      readonly kind: 'redis';
      readonly url: string;
      /** Keeps instances that share a Redis apart. */
      readonly instanceId: string;
    };

/** BullMQ's producer and worker, whatever their backend. */
export type BullQueue = Queue<unknown, void, string, unknown, void, string, IQueueBackend>;
export type BullWorker = Worker<unknown, void, string, IQueueBackend>;

/** Connections of this process to an engine. */
export interface EngineConnections {
  readonly up: number;
  readonly away: number;
}

/** An open engine: builds BullMQ's parts on connections that it owns. */
export interface OpenEngine {
  buildQueue(name: string, options: Omit<QueueOptions, 'connection'>): BullQueue;
  buildWorker(
    name: string,
    processor: Processor<unknown, void>,
    options: Omit<WorkerOptions, 'connection'>,
  ): BullWorker;
  /** Whether it takes jobs, as far as is known; while it is first connected to, waits for how that ends. */
  isUp(): Promise<boolean>;
  /** Is called each time that it is back after it was away; it may have come back empty (fault F5). */
  onReturn(listener: () => void): void;
  /** Null for an engine whose connections are told of elsewhere. */
  countConnections(): EngineConnections | null;
  /** Ends the connections; queues and workers must have been closed. */
  close(): Promise<void>;
}
