import type { z } from 'zod';
import type { sandboxFault } from '@boardwire/contract/sandbox';
import { unreachable } from '../../kernel/assert.ts';
import type { ports } from '../delivery/index.ts';
import { createCaptureProvider, type Captures } from './capture-provider.ts';
import { createFaultProvider, type Fault } from './fault-provider.ts';

type FaultKind = z.output<typeof sandboxFault>['kind'];

/** What a trial of a channel is made of. */
export interface Trial {
  channel: 'email' | 'sms' | 'push' | 'webhook';
  captures: Captures;
  /** What goes wrong with an attempt; null when nothing does. */
  faultOf(attempt: number): Promise<FaultKind | null>;
}

/** Takes the place of everybody who sends on a channel: keeps what it is given, and fails when it is to. */
export function createTrialProvider({ channel, captures, faultOf }: Trial): ports.Provider {
  const capture = createCaptureProvider({ id: 'sandbox', channel, captures });
  return createFaultProvider(capture, async (_message, { attempt }) => {
    const kind = await faultOf(attempt);
    return kind === null ? { kind: 'none' } : toFault(kind);
  });
}

function toFault(kind: FaultKind): Fault {
  switch (kind) {
    case 'transient':
    case 'throttled':
    case 'permanent':
    case 'badAddress':
      return { kind: 'refuse', cause: kind };
    case 'lost':
      return { kind: 'lost' };
    case 'timeout':
      return { kind: 'hang' };
    default:
      return unreachable(kind);
  }
}
