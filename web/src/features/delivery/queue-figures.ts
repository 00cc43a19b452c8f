import type { Output } from '@boardwire/sdk/operations';
import { CHANNELS, LANES, type Channel, type Lane } from './delivery-types.ts';

export type Stats = Output<'notifications.queueStats'>;

export interface Load {
  waiting: number;
  active: number;
  delayed: number;
  completed: number;
  failed: number;
}

/** A channel with its lanes that have anything to say. */
export interface ChannelFigures extends Load {
  channel: Channel;
  /** Since when it is paused; null while it goes. */
  pausedAt: string | null;
  perMinute: number;
  latencyMs: { median: number; p95: number } | null;
  lanes: readonly (Load & { lane: Lane })[];
}

const NOTHING: Load = { waiting: 0, active: 0, delayed: 0, completed: 0, failed: 0 };

function add(left: Load, right: Load): Load {
  return {
    waiting: left.waiting + right.waiting,
    active: left.active + right.active,
    delayed: left.delayed + right.delayed,
    completed: left.completed + right.completed,
    failed: left.failed + right.failed,
  };
}

function saysMore({ waiting, active, delayed, completed, failed }: Load): boolean {
  return waiting + active + delayed + completed + failed > 0;
}

/** Since when everything is paused; null while it is not. */
export function pausedSince({ pauses }: Stats): string | null {
  return pauses.find(({ channel }) => channel === null)?.pausedAt ?? null;
}

/** What is due waits no longer than this while workers run (delivery D20). */
const LATE_S = 10;

/** Whether something should have been sent by now; while all is paused it should not. */
export function isLate(stats: Stats): boolean {
  return pausedSince(stats) === null && stats.overdueS > LATE_S;
}

/** The figures by channel, in the order in which people see channels, and by lane, the most urgent first. */
export function groupFigures(stats: Stats): ChannelFigures[] {
  const all = pausedSince(stats);
  return CHANNELS.map((channel) => {
    const own = stats.queues.filter((queue) => queue.channel === channel);
    const rate = stats.rates.find((one) => one.channel === channel);
    const pause = stats.pauses.find((one) => one.channel === channel);
    return {
      ...own.reduce(add, NOTHING),
      channel,
      pausedAt: pause?.pausedAt ?? all,
      perMinute: rate?.perMinute ?? 0,
      latencyMs: rate?.latencyMs ?? null,
      lanes: LANES.flatMap((lane) => own.filter((queue) => queue.lane === lane)).filter(saysMore),
    };
  });
}

const MINUTE_S = 60;
const HOUR_S = 3_600;

/** An age in the unit that reads best. */
export function splitAge(seconds: number): {
  unit: 'seconds' | 'minutes' | 'hours';
  count: number;
} {
  if (seconds < 2 * MINUTE_S) return { unit: 'seconds', count: Math.round(seconds) };
  if (seconds < 2 * HOUR_S) return { unit: 'minutes', count: Math.round(seconds / MINUTE_S) };
  return { unit: 'hours', count: Math.round(seconds / HOUR_S) };
}
