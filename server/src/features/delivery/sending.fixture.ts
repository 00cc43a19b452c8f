import { loadConfig } from '../../platform/config/config.ts';
import { createNotingProvider } from './ledger.fixture.ts';
import { readLimits, type SendingLimits } from './limits.ts';
import type { PlannerBed } from './planner.fixture.ts';
import type { Provider } from './provider.ts';
import { createSender, type Sender, type SenderParts } from './sender.ts';

/** Those of an instance whose configuration says nothing. */
export const DEFAULT_LIMITS: SendingLimits = readLimits(loadConfig({}));

/** A sender of a test with all of the program's decisions, and a provider that notes what it was asked to send. */
export function startSender(
  bed: PlannerBed,
  provider: Provider = createNotingProvider(),
  more: Partial<SenderParts> = {},
): Sender {
  return createSender({
    ...bed,
    listener: { on: () => undefined },
    limits: { ...DEFAULT_LIMITS, rates: { ...DEFAULT_LIMITS.rates, email: {} } },
    render: async ({ id }) => ({ address: `${id}@example.test`, content: {} }),
    providersOf: () => [provider],
    deliverInbox: async () => undefined,
    ...more,
  });
}

/** Plans and sends until nothing is due any more. */
export async function sendAll(bed: PlannerBed, sender: Sender): Promise<void> {
  for (;;) {
    await sender.wake();
    const [row] = await bed.test.query<{ count: number }>(
      `select count(*)::int as count from deliveries
       where channel <> 'inApp' and (state = 'sending' or (state = 'queued' and run_at <= now()))`,
    );
    if (row?.count === 0) return;
  }
}

/** One round, and the end of what it sent; what waits for a token waits on. */
export async function sendRound(bed: PlannerBed, sender: Sender): Promise<void> {
  await sender.wake();
  for (;;) {
    const sending = await bed.test.query(`select 1 from deliveries where state = 'sending'`);
    if (sending.length === 0) return;
  }
}
