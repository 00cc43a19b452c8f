import { unreachable } from '../../kernel/assert.ts';
import type { ports } from '../delivery/index.ts';

/** What goes wrong with a message; `lost`: it arrives, and the answer does not. */
export type Fault =
  | { kind: 'none' }
  | {
      kind: 'refuse';
      cause: Extract<ports.SendResult, { kind: 'refused' }>['cause'];
      retryAfterMs?: number;
    }
  | { kind: 'lost' }
  | { kind: 'hang' }
  | { kind: 'throw' };

/** Stands before a provider and lets things go wrong as `plan` says, for the sandbox and for tests. */
export function createFaultProvider(
  inner: ports.Provider,
  plan: (message: ports.Rendered, call: ports.SendCall) => Fault | Promise<Fault>,
): ports.Provider {
  return {
    ...inner,
    kind: `fault ${inner.kind}`,
    async send(message, call) {
      const fault = await plan(message, call);
      switch (fault.kind) {
        case 'none':
          return inner.send(message, call);
        case 'refuse':
          return { ...fault, kind: 'refused', code: 'fault' };
        case 'lost':
          await inner.send(message, call);
          return { kind: 'uncertain', code: 'fault' };
        case 'hang':
          return waitForAbort(call.signal);
        case 'throw':
          throw new Error('a fault that was asked for');
        default:
          return unreachable(fault);
      }
    },
  };
}

function waitForAbort(signal: AbortSignal): Promise<ports.SendResult> {
  return new Promise((resolve) => {
    const end = () => resolve({ kind: 'uncertain', code: 'aborted' });
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });
}
