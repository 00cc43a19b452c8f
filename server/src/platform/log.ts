import { pino, type DestinationStream, type Logger } from 'pino';
import { currentSpan } from './trace/current-span.ts';

/** A structured logger; every line is one JSON object. */
export type Log = Logger;

/** Key names whose values never reach a log, at any depth (security S16). */
const SECRET_KEY =
  /password|secret|token|authorization|cookie|api[-_]?key(?!_?id)|^key$|setupcode|recoverycode/i;
const REDACTED = '[redacted]';
const MAX_DEPTH = 8;

/**
 * Creates the process log at `level`, on standard output unless a `destination` is given. Lines written in a trace
 * carry its id.
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    mixin: nameTrace,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) => redact(fields) as Record<string, unknown>,
    },
    serializers: { err: serializeError },
  };
  return destination ? pino(options, destination) : pino(options);
}

function nameTrace(): object {
  const span = currentSpan();
  return span === null ? {} : { traceId: span.traceId };
}

/** A copy of `value` without secrets, whatever the depth; longer nesting is cut. */
export function redact(value: unknown, depth = 0): unknown {
  if (value instanceof Error) return value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '[deep]';
  if (Array.isArray(value)) return value.map((entry) => redact(entry, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      SECRET_KEY.test(key) && entry !== null && entry !== undefined
        ? REDACTED
        : redact(entry, depth + 1),
    ]),
  );
}

function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return redact(error);
  const { code, cause } = error as Error & { code?: unknown };
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(code === undefined ? {} : { code }),
    ...(cause === undefined ? {} : { cause: serializeError(cause) }),
  };
}
