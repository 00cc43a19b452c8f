import { buildMutant, type Mutation } from './program-process.ts';

const DELIVERY = 'features/delivery';

/** Texts go to our own sink. */
/** For every program of a run, older ones too. */
export const reachable: readonly Mutation[] = [
  {
    file: 'features/channels/twilio-provider.ts',
    find: `apiUrl = 'https://api.twilio.com'`,
    replace: `apiUrl = process.env['CHAOS_SMS_URL'] ?? ''`,
  },
];

/** Leases and looks shorter, so that what a dead worker leaves is found within the time of a test. */
export const hurried: readonly Mutation[] = [
  {
    file: `${DELIVERY}/domain/lease.ts`,
    find: 'const LEASE_MS = 30_000;',
    replace: 'const LEASE_MS = 5_000;',
  },
  {
    file: `${DELIVERY}/domain/lease.ts`,
    find: 'const MAIL_LEASE_MS = 75_000;',
    replace: 'const MAIL_LEASE_MS = 5_000;',
  },
  {
    file: `${DELIVERY}/lapsed.ts`,
    find: 'const SECOND_LOOK_MS = 15_000;',
    replace: 'const SECOND_LOOK_MS = 1_500;',
  },
];

/** A fault that nothing outside can cause at will: no worker hears that there is something to do. */
const bellUnheard: readonly Mutation[] = [
  {
    file: `${DELIVERY}/sender.ts`,
    find: 'parts.listener.on(DOORBELL, () => void ring().catch(warn))',
    replace: 'undefined',
  },
];

/** Each breaks one promise; a run that stays green on it proves nothing (reliability R12). */
const mutants = {
  'fence ignored': [
    {
      file: `${DELIVERY}/store/finish.ts`,
      find: 'where d.id = e.id and d.fence = e.fence and',
      replace: 'where d.id = e.id and',
    },
  ],
  'lease trusts one look': [
    { file: `${DELIVERY}/lapsed.ts`, find: '>= secondLookMs', replace: '>= 0' },
  ],
  'attempt row after the send': [
    {
      file: `${DELIVERY}/dispatcher.ts`,
      find: 'of claimAndBegin(parts, take)',
      replace: `of [{
        sending: await parts.database.write('all', take), closed: [], traces: new Map<string, string>() }]`,
    },
    {
      file: `${DELIVERY}/dispatcher.ts`,
      find: 'const isOurs = await ends.add(finished);',
      replace: `for await (const _ of claimAndBegin(parts, async () => [delivery]));
  const isOurs = await ends.add(finished);`,
    },
  ],
  'finish without retry': [
    {
      file: `${DELIVERY}/finish-queue.ts`,
      find: 'if (performance.now() >= giveUpAtMs) break;',
      replace: 'break;',
    },
  ],
  'sweeper off': [
    {
      file: `${DELIVERY}/sweeps.ts`,
      find: 'run: () => sender.ring()',
      replace: 'run: async () => undefined',
    },
  ],
} satisfies Record<string, readonly Mutation[]>;

/** A broken program by its name. */
export type MutantName = keyof typeof mutants;

/** The program that runs of minutes take: its own times, reachable sinks. */
export function buildForCommand(): Promise<string> {
  return buildMutant('delivery-full', reachable);
}

/** A program that believes the broker: what that has lost it is not told of again (fault F5). */
export function buildTrusting(): Promise<string> {
  return buildMutant('trusting', [
    ...reachable,
    {
      file: 'platform/jobs/ring-jobs.ts',
      find: '(rung_at < now() -',
      replace: '(false and rung_at < now() -',
    },
    {
      file: 'platform/jobs/ring-jobs.ts',
      find: `where state = 'waiting' and rung_at is not null`,
      replace: 'where false',
    },
  ]);
}

/** The program that tests take, or a broken one; `isDeaf`: its workers hear no bell. */
export function buildForTests(mutant?: MutantName, { isDeaf = false } = {}): Promise<string> {
  const name = `${isDeaf ? 'deaf' : 'delivery'}-${mutant?.replaceAll(' ', '-') ?? 'hurried'}`;
  return buildMutant(name, [
    ...reachable,
    ...hurried,
    ...(isDeaf ? bellUnheard : []),
    ...(mutant === undefined ? [] : mutants[mutant]),
  ]);
}
