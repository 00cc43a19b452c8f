import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MailMessage, MailTransport } from './mail-transport.ts';

/** An engine under test, and the mails that arrived at its other end, one for each id. */
export interface Engine {
  transport: MailTransport;
  arrived(): Promise<MailMessage[]>;
  /** From now on the other end is gone. */
  breakDown(): Promise<void>;
  close(): Promise<void>;
}

const message: MailMessage = {
  id: '0197a2c4-0000-7000-8000-000000000001',
  from: 'Boardwire <boards@example.com>',
  to: 'ada@example.com',
  subject: 'Verify your e-mail address',
  html: '<p>Hello <b>Ada</b></p>',
  text: 'Hello Ada',
};

/** What every mail transport does. */
export function describeMailTransport(
  kind: MailTransport['kind'],
  openEngine: () => Promise<Engine>,
): void {
  describe(`mail transport: ${kind}`, () => {
    let engine: Engine;
    beforeEach(async () => {
      engine = await openEngine();
    });
    afterEach(() => engine.close());

    async function roundTrip(changes: Partial<MailMessage>): Promise<MailMessage | undefined> {
      const sent = { ...message, ...changes };
      expect(await engine.transport.send(sent)).toEqual({ status: 'sent' });
      return (await engine.arrived()).find(({ id }) => id === sent.id);
    }

    it('says what it is', () => expect(engine.transport.kind).toBe(kind));

    it('carries every field', async () => expect(await roundTrip({})).toEqual(message));

    it('reliability R6: a second attempt carries the same id', async () => {
      await engine.transport.send(message);
      await engine.transport.send(message);
      expect((await engine.arrived()).map(({ id }) => id)).toEqual([message.id]);
    });

    it.each([
      [
        'every script',
        { subject: 'Grüße 你好 שלום 👋🏽', text: 'Zoë\nשלום', html: '<p>Zoë 你好 👋🏽</p>' },
      ],
      ['a long subject', { subject: 'Ünbroken'.repeat(40) }],
      [
        'lines beyond the limit of SMTP',
        { text: 'a'.repeat(5_000), html: `<p>${'ä'.repeat(5_000)}</p>` },
      ],
      [
        'lines that look like SMTP',
        { text: '.\n..\n.\nQUIT\nRSET\n.x', html: '<pre>.\n.\n</pre>' },
      ],
      [
        'lines that look like MIME',
        { text: '--\n----_boundary\nContent-Type: text/html\n\nx', html: '<p>--</p>' },
      ],
      ['a long subject that looks encoded', { subject: `=?utf-8?B?w6Q=?= ${'ä=?= '.repeat(30)}x` }],
      [
        'what looks encoded',
        { subject: '=?utf-8?Q?A=0D=0AB?=', text: '=3D =20 =\nend', html: '<p>a=3Db</p>' },
      ],
      ['empty lines and indentation', { text: 'a\n\n\n  b\tc\n\nd', html: '<p>\n\n  a</p>' }],
    ])('carries %s unchanged', async (_what, changes) => {
      expect(await roundTrip(changes)).toEqual({ ...message, ...changes });
    });

    it('keeps mails that are sent at once apart', async () => {
      const mails = Array.from({ length: 10 }, (_, index) => ({
        ...message,
        id: `mail-${index}`,
        to: `reader${index}@example.com`,
        subject: `Subject ${index}`,
        text: `Text ${index}`,
        html: `<p>HTML ${index}</p>`,
      }));
      const outcomes = await Promise.all(mails.map((mail) => engine.transport.send(mail)));
      expect(outcomes).toEqual(mails.map(() => ({ status: 'sent' })));
      const arrived = await engine.arrived();
      expect(arrived.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(mails);
    });

    it('check resolves while it can send', () =>
      expect(engine.transport.check()).resolves.toBeUndefined());

    it('fault F7: is for later, never an exception, when the other end is gone', async () => {
      await engine.breakDown();
      expect(await engine.transport.send(message)).toEqual({
        status: 'later',
        reason: expect.stringMatching(/\S/) as string,
      });
      expect(await engine.arrived()).toEqual([]);
    });

    it('closes twice', async () => {
      await engine.transport.close();
      await expect(engine.transport.close()).resolves.toBeUndefined();
    });
  });
}
