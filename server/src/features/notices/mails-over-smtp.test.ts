import { afterAll, beforeAll, describe as suite, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { createEgress } from '../../platform/egress/egress.ts';
import { startMailServer, type TestMailServer } from '../../platform/mail/mail-server.fixture.ts';
import { createSmtpTransport } from '../../platform/mail/smtp-transport.ts';
import { createMailProvider } from '../channels/mail-provider.ts';
import { unsubscribeHeaders } from '../channels/unsubscribe-headers.ts';
import type { ports } from '../delivery/index.ts';
import { describe } from './describe.ts';
import { sampleScene } from './known-variables.ts';
import { noticeSamples } from './samples.ts';
import { writeNotice } from './write-channel.ts';

const types = Object.keys(noticeSamples) as (keyof typeof noticeSamples)[];
const cases = types.flatMap((type) =>
  (['en', 'de', 'fr'] as const).map((language) => [type, language] as const),
);
// As long as a sealed token makes it: longer than a line of a header.
const unsubscribe = `https://boards.example.com/unsubscribe/${'a'.repeat(300)}`;
const footer = { preferences: 'https://boards.example.com/settings/notifications', unsubscribe };

let server: TestMailServer;
let provider: ports.Provider;
beforeAll(async () => {
  server = await startMailServer();
  const transport = createSmtpTransport({
    url: server.url,
    egress: createEgress(),
    host: 'boards.example.com',
  });
  provider = createMailProvider({ id: 'smtp', transport, from: 'Boards <b@boards.example.com>' });
});
afterAll(async () => {
  await provider.close?.();
  await server.close();
});

suite('SPEC D3: every mail, as a server takes it and a mail program reads it', () => {
  it.each(cases)('%s in %s', async (type, language) => {
    const scene = sampleScene(language, 'Engines');
    const described = describe(type, noticeSamples[type] as never, scene);
    const written = writeNotice('email', described, { words: scene.words, footer });
    const { subject = '', text = '', html = '' } = written as Record<string, string>;
    const key = createId();
    const result = await provider.send(
      {
        address: 'ada@example.com',
        content: { subject, text, html },
        headers: unsubscribeHeaders(unsubscribe),
      },
      { key, attempt: 1, signal: AbortSignal.timeout(20_000) },
    );
    expect(result).toMatchObject({ kind: 'accepted' });
    const { email, raw } = server.received.at(-1) ?? {};
    expect(email?.messageId).toBe(`<${key}@boards.example.com>`);
    expect(email?.subject).toBe(subject);
    expect(email?.to?.map(({ address }) => address)).toEqual(['ada@example.com']);
    expect(email?.text?.trim().replaceAll('\r\n', '\n')).toBe(text.trim());
    expect(email?.html?.trim().replaceAll('\r\n', '\n')).toBe(html.trim());
    expect(email?.attachments).toEqual([]);
    const lines = raw?.split('\r\n') ?? [];
    expect(lines).toContain(`List-Unsubscribe: <${unsubscribe}>`);
    expect(lines).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    // RFC 5322 section 2.1.1: no line of a mail is longer than 998 characters.
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(998);
  });
});
