import { describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { readMailReport } from './mail-report.ts';
import { writeBounce, writeComplaint } from './reports.fixture.ts';
import { isAboutSender, isDeadAddress } from './status-code.ts';

const id = createId();
const named = `<${id}@boards.example.test>`;

describe('delivery, SMTP: bounces (RFC 3464)', () => {
  it.each(['message', 'headers'] as const)(
    'with the %s that came back: what became of it, and of which mail',
    async (returned) => {
      const report = await readMailReport(writeBounce({ id, returned }));
      expect(report).toMatchObject({ kind: 'failed', status: '5.1.1' });
      expect(report?.traces[0]).toBe(named);
    },
  );

  it('without it: by the address that it was sent to', async () => {
    const to = `<bounces+${id}@example.test>`;
    const report = await readMailReport(writeBounce({ id, returned: 'nothing', to }));
    expect(report?.traces).toEqual([to]);
  });

  it.each([
    ['5.0.0', 'smtp; 550 5.1.1 no such user', '5.1.1'],
    ['5.0.0', 'smtp; 554 delivery error', '5.0.0'],
    ['5.2.2 (mailbox full)', 'smtp; 552 5.1.1 odd', '5.2.2'],
    ['4.4.7', 'smtp; 421 4.4.2 timed out', '4.4.7'],
    ['', 'x-unix; gone', null],
  ])('the code that says most: %j and %j are %j', async (status, diagnostic, expected) => {
    expect(await readMailReport(writeBounce({ id, status, diagnostic }))).toMatchObject({
      status: expected,
    });
  });

  it.each(['delayed', 'relayed', 'expanded', ''])('%j is no end', async (action) =>
    expect(await readMailReport(writeBounce({ id, action }))).toBeNull(),
  );

  it('that one of several arrived is told as arrived; one that is on its way leaves it open', async () => {
    const other = (action: string) =>
      `\nFinal-Recipient: rfc822; grace@example.com\nAction: ${action}\nStatus: 2.0.0`;
    const read = (action: string) => readMailReport(writeBounce({ id, more: other(action) }));
    expect(await read('delivered')).toMatchObject({ kind: 'delivered' });
    expect(await read('relayed')).toBeNull();
    expect(await read('failed')).toMatchObject({ kind: 'failed', status: '5.1.1' });
  });

  it('a field that goes on in the next line is read whole', async () => {
    const diagnostic = 'smtp; 550\n  5.1.1 no such user';
    const report = await readMailReport(writeBounce({ id, status: '5.0.0', diagnostic }));
    expect(report?.status).toBe('5.1.1');
  });
});

describe('delivery, SMTP: complaints (RFC 5965)', () => {
  it.each(['abuse', 'fraud', 'Opt-Out'])('%s', async (type) => {
    const report = await readMailReport(writeComplaint({ id, type }));
    expect(report).toMatchObject({ kind: 'complaint', status: null });
    expect(report?.traces[0]).toBe(named);
  });

  it.each(['not-spam', 'auth-failure', 'virus', ''])('%j is none', async (type) =>
    expect(await readMailReport(writeComplaint({ id, type }))).toBeNull(),
  );
});

describe('delivery, SMTP: what is no report says nothing', () => {
  it.each([
    ['nothing', ''],
    ['bytes', '\u0000\u00ff\u0001'],
    ['a reply', `From: ada@example.com\r\nIn-Reply-To: ${named}\r\n\r\nAction: failed\r\n`],
    [
      'one that is quoted in a text',
      `Content-Type: text/plain\r\n\r\n${writeBounce({ id }).toString()}`,
    ],
    ['a report without an end', writeBounce({ id }).toString().slice(0, 400)],
    ['half of one', `Content-Type: multipart/report; boundary=x\r\n\r\n--x`],
  ])('%s', async (_what, raw) => expect(await readMailReport(Buffer.from(raw))).toBeNull());
});

describe('delivery, SMTP: which codes say that an address is of no use', () => {
  it.each(['5.1.0', '5.1.1', '5.1.2', '5.1.6', '5.1.10', '5.2.1', '5.4.4'])('%s does', (status) =>
    expect(isDeadAddress(status)).toBe(true),
  );
  it.each(['4.1.1', '5.0.0', '5.1.7', '5.1.8', '5.2.2', '5.7.1', '5.4.7', '15.1.1'])(
    '%s does not',
    (status) => expect(isDeadAddress(status)).toBe(false),
  );
});

describe('delivery, SMTP: which codes say nothing about an address', () => {
  it.each(['5.7.1', '4.7.0', '5.7.26', '5.1.7', '5.1.8', '5.6.1', '5.5.2'])('%s', (status) =>
    expect(isAboutSender(status)).toBe(true),
  );
  it.each(['5.2.2', '4.2.2', '4.4.7', '5.0.0', '5.1.1', '5.3.4', '5.1.17'])('not %s', (status) =>
    expect(isAboutSender(status)).toBe(false),
  );
});
