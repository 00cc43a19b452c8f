import { z } from 'zod';
import { MINUTE_MS } from '../../kernel/time.ts';
import { findTimesProblem, type ScheduleTimes } from '../schedule/cron.ts';
import type { QueueName, QueueSettings } from '../queue/queue-settings.ts';

/** What of a queue can be chosen, with its bounds. */
const QUEUE_FIELDS = {
  concurrency: { min: 1, max: 200 },
  perMinute: { min: 1, max: 1_000_000 },
  attempts: { min: 1, max: 25 },
  firstWaitMs: { min: 10, max: 3_600_000 },
} as const;

type QueueField = keyof typeof QUEUE_FIELDS;

/** `concurrency=10,perMinute=100`: any of the fields, each once; `perMinute=none` takes a limit away. */
const queue = z.string().transform((text, context): Partial<QueueSettings> => {
  const chosen: { -readonly [Name in keyof QueueSettings]?: QueueSettings[Name] } = {};
  const refuse = (message: string) => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  const seen = new Set<string>();
  for (const part of text.split(',')) {
    const [name = '', value = '', ...rest] = part.split('=').map((word) => word.trim());
    if (!isField(name) || rest.length > 0)
      return refuse(`name=value with one of ${Object.keys(QUEUE_FIELDS).join(', ')}, not ${part}`);
    if (seen.has(name)) return refuse(`${name} only once`);
    seen.add(name);
    if (name === 'perMinute' && value === 'none') {
      chosen.rateLimit = null;
      continue;
    }
    const { min, max } = QUEUE_FIELDS[name];
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= min && number <= max))
      return refuse(`${name} is a whole number from ${min} to ${max}`);
    if (name === 'perMinute') chosen.rateLimit = { max: number, perMs: MINUTE_MS };
    else chosen[name] = number;
  }
  return chosen;
});

function isField(name: string): name is QueueField {
  return Object.hasOwn(QUEUE_FIELDS, name);
}

/** `0 2 * * *`, `0 2 * * * Europe/Berlin` or `off`. */
const schedule = z.string().transform((text, context): ScheduleTimes | 'off' => {
  if (text.trim() === 'off') return 'off';
  const words = text.trim().split(/\s+/);
  const times = { cron: words.slice(0, 5).join(' '), timeZone: words[5] ?? 'UTC', isOn: true };
  const problem = words.length > 6 ? 'five fields and a time zone' : findTimesProblem(times);
  if (problem === null) return times;
  context.addIssue({ code: 'custom', message: problem });
  return z.NEVER;
});

function scheduleSetting(what: string, cron: string) {
  return {
    schema: schedule.default({ cron, timeZone: 'UTC', isOn: true }),
    description: `When ${what}: five cron fields and a time zone (UTC without one), or off. Default: ${cron} UTC. The instance owner can choose other times in the app.`,
    example: `${cron} Europe/Berlin`,
  };
}

function queueSetting(what: string, defaults: string) {
  return {
    schema: queue.default({}),
    description: `How jobs of the queue for ${what} run, in each worker: at once (concurrency), started a minute over all workers (perMinute; none for no limit), tries (attempts), and first wait before another try, which doubles (firstWaitMs). What is left out stays as it is: ${defaults},firstWaitMs=2000.`,
    example: 'concurrency=5,perMinute=60,attempts=3',
  };
}

/** How the queues of background jobs work (SPEC D5), and when schedules run (SPEC D7). */
export const jobSettings = {
  QUEUE_EMAIL: queueSetting('mail', 'concurrency=10,perMinute=100,attempts=5'),
  QUEUE_NOTIFICATION: queueSetting('notifications', 'concurrency=10,attempts=5'),
  QUEUE_WEBHOOK: queueSetting('webhooks', 'concurrency=20,attempts=5'),
  QUEUE_REPORT: queueSetting('reports', 'concurrency=2,perMinute=10,attempts=2'),
  QUEUE_ANALYTICS: queueSetting('analytics', 'concurrency=2,attempts=5'),
  QUEUE_AI: queueSetting('AI', 'concurrency=4,attempts=3'),
  QUEUE_CLEANUP: queueSetting('cleaning up', 'concurrency=1,attempts=5'),
  QUEUE_IMPORT: queueSetting('imports', 'concurrency=2,attempts=3'),
  SCHEDULE_CLEANUP: scheduleSetting(
    'rows past their time are deleted (old mails, invitations, clients that stay away)',
    '0 2 * * *',
  ),
  SCHEDULE_AUDIT_CLEANUP: scheduleSetting(
    'audit entries older than AUDIT_RETENTION_DAYS are removed',
    '0 3 * * 0',
  ),
};

/** The variable of a queue. */
export function queueVariable(queue: QueueName) {
  return `QUEUE_${queue.toUpperCase() as Uppercase<QueueName>}` as const;
}
