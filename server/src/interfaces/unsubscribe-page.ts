import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { safeHtml, toMarkup, type Html } from '../platform/mail/html.ts';
import { registerRaw } from './raw-body.ts';
import { chooseWords, type UnsubscribeWords } from './unsubscribe-words.ts';

/** Stops mails; false for a link that is not ours. */
export interface Unsubscribing {
  isKnown(token: string): boolean;
  /** As often as one likes. */
  apply(token: string): Promise<boolean>;
}

/** A token is longer than what a named part of a path may carry. */
const PATH = '/unsubscribe/*';

/** Tokens are longer than what a path carries elsewhere; a mail address may take 254 characters of one. */
const TOKEN_MAX_LENGTH = 1_000;

const STYLES = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: Canvas; color: CanvasText; }
main { max-width: 26rem; margin: 18vh auto 0; padding: 0 1.25rem; }
h1 { font-size: 1.375rem; line-height: 1.3; margin: 0 0 .5rem; }
p { margin: 0 0 1.5rem; opacity: .8; }
button { font: inherit; font-weight: 600; padding: .625rem 1.25rem; border: 0; border-radius: .5rem;
  background: #3b5bdb; color: #fff; cursor: pointer; }
button:hover { background: #2f4ac0; }
button:focus-visible { outline: 3px solid #91a7ff; outline-offset: 2px; }
`;

/**
 * The page behind the link of a mail: looking at it changes nothing, for programs that check links look at all of them;
 * a POST acts at once, from the page's button and from mail programs alike (RFC 8058).
 */
export function registerUnsubscribePage(app: FastifyInstance, unsubscribing: Unsubscribing): void {
  app.get('/unsubscribe/page.css', async (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'no-cache').send(STYLES),
  );
  app.get<{ Params: { '*': string } }>(PATH, async (request, reply) => {
    const token = request.params['*'];
    const isKnown = token.length <= TOKEN_MAX_LENGTH && unsubscribing.isKnown(token);
    return isKnown
      ? send(request, reply, { status: 200, write: ask })
      : sendUnknown(request, reply);
  });
  registerRaw(app, (scope) => {
    scope.post<{ Params: { '*': string } }>(PATH, async (request, reply) => {
      const token = request.params['*'];
      const isDone = token.length <= TOKEN_MAX_LENGTH && (await unsubscribing.apply(token));
      return isDone
        ? send(request, reply, { status: 200, write: thank })
        : sendUnknown(request, reply);
    });
  });
}

function sendUnknown(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return send(request, reply, {
    status: 404,
    write: (words) => ({ title: words.unknown, body: safeHtml`<p>${words.unknownText}</p>` }),
  });
}

interface Page {
  title: string;
  body: Html;
}

function ask(words: UnsubscribeWords): Page {
  const body = safeHtml`<p>${words.question}</p><form method="post"><button>${words.button}</button></form>`;
  return { title: words.title, body };
}

function thank(words: UnsubscribeWords): Page {
  return { title: words.done, body: safeHtml`<p>${words.doneText}</p>` };
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  { status, write }: { status: number; write(words: UnsubscribeWords): Page },
): FastifyReply {
  const { language, words } = chooseWords(request.headers['accept-language']);
  const { title, body } = write(words);
  const page = safeHtml`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>${title}</title><link rel="stylesheet" href="/unsubscribe/page.css"></head>
<body><main><h1>${title}</h1>${body}</main></body></html>`;
  return (
    reply
      .code(status)
      // The address lets whoever has it stop mails: it is told to nobody else.
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(toMarkup(page))
  );
}
