import { hostname } from 'node:os';

/** What tells this process from others, in what people read of them. */
export const processName = `${hostname()}:${process.pid}`;
