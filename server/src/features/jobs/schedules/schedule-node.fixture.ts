import { pino } from 'pino';
import { loadConfig } from '../../../platform/config/config.ts';
import { connectDatabase } from '../../../platform/database/database.ts';
import { tickSchedules } from './tick.ts';

/**
 * A node for tests to kill: at each message it sets its own clock, which is wrong by `shiftMs`, looks at what is due,
 * and answers.
 */
const [url = '', shiftMs = '0'] = process.argv.slice(2);
let nodeNowMs = Date.now();
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...args: unknown[]) {
    super(...((args.length === 0 ? [nodeNowMs] : args) as [number]));
  }
  static override now(): number {
    return nodeNowMs;
  }
} as DateConstructor;

const config = loadConfig({ SCHEDULE_CLEANUP: '* * * * *', SCHEDULE_AUDIT_CLEANUP: 'off' });
const database = connectDatabase({ url, poolSize: 2, log: pino({ level: 'silent' }) });
const look = async (nowMs: number) => {
  nodeNowMs = nowMs + Number(shiftMs);
  await tickSchedules({ config, database });
  process.send?.(nowMs);
};
process.on('message', (nowMs: number) => void look(nowMs));
process.once('disconnect', () => process.exit());
process.send?.('ready');
