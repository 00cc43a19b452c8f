import {
  reply,
  startMailServer,
  type TestMailServer,
} from '../../server/src/platform/mail/mail-server.fixture.ts';

/** Asks the API in somebody's name. */
export type Ask = (method: string, path: string, body?: unknown) => Promise<unknown>;

/** What the inbox of the first person is filled from. */
interface Work {
  /** One for each of the people. */
  ask: readonly [Ask, Ask, Ask, Ask];
  ownerId: string;
  organizationId: string;
  /** Columns of the board. */
  person: string;
  status: string;
  /** Ids of items in their order. */
  items: readonly string[];
  /** The option of the status that says so. */
  done: string;
}

const CUSTOMER = 'grace@shipyard.example';
/** Servers that greylist turn a stranger away this often. */
const TURNED_AWAY = 2;

/** A mail server that lets the customer wait, as many do with senders whom they do not know. */
export function startGreylist(): Promise<TestMailServer> {
  let tries = 0;
  return startMailServer({
    onRcptTo({ address }, _session, done) {
      if (address !== CUSTOMER || tries >= TURNED_AWAY) return done();
      tries += 1;
      done(reply(451, '4.7.1 Greylisted, please try again in a minute'));
    },
  });
}

const paragraph = (text: string, ...mentions: string[]) => ({
  blocks: [
    {
      kind: 'paragraph',
      inlines: [
        ...mentions.map((userId) => ({ kind: 'mention', userId })),
        { kind: 'text', text: mentions.length > 0 ? ` ${text}` : text },
      ],
    },
  ],
});

/** Lets colleagues and a program do what tells the first person something. */
export async function fillInbox(work: Work): Promise<void> {
  const { ask, ownerId, organizationId, person, status, items } = work;
  const [owner, bruno, chiara, dinh] = ask;
  const [homePage, pricing, cookies, , , imprint, , search] = items;
  await chiara('POST', `/items/${homePage}/comments`, {
    body: paragraph('At 390 px it breaks after “team” now. Shall we ship it?'),
  });
  await dinh('POST', `/items/${cookies}/comments`, {
    body: paragraph('the lawyer answered: one question is enough, if “No” is as large.', ownerId),
  });
  await bruno('PATCH', `/items/${search}`, { values: { [person]: [ownerId] } });
  await chiara('PATCH', `/items/${pricing}`, { values: { [status]: work.done } });
  await dinh('PATCH', `/items/${imprint}`, { values: { [person]: [ownerId] } });
  await owner('POST', '/notifications', {
    organizationId,
    to: [{ userId: ownerId }],
    content: {
      title: 'Release 2.4 is live',
      body: 'Deployed to all regions in 6 minutes, no errors since.',
    },
    channels: ['inApp'],
  });
}

interface Delivery {
  id: string;
  attempts: number;
  state: string;
  hold: string | null;
}

/** A mail that arrives at the third attempt; answers its message. */
export async function sendInvoice(ask: Ask, organizationId: string): Promise<string> {
  const body = {
    organizationId,
    to: [{ email: CUSTOMER }],
    content: { title: 'Your invoice for November', body: 'Thank you for sailing with us.' },
    channels: ['email'],
  };
  const { jobId } = (await ask('POST', '/notifications', body)) as { jobId: string };
  await waitForDelivery(ask, jobId, ({ attempts, hold }) => attempts === 2 && hold === 'retry');
  await ask('POST', `/notifications/jobs/${jobId}/promote`, {});
  await waitForDelivery(ask, jobId, ({ state }) => state === 'sent');
  return jobId;
}

const WAIT_MS = 60_000;
const LOOK_MS = 200;

async function waitForDelivery(
  ask: Ask,
  jobId: string,
  isSo: (delivery: Delivery) => boolean,
): Promise<void> {
  const until = Date.now() + WAIT_MS;
  for (;;) {
    const found = (await ask('GET', `/notifications/${jobId}/deliveries`)) as Delivery[];
    if (found.some(isSo)) return;
    if (Date.now() > until) throw new Error(JSON.stringify(found));
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
