import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet, { type HelmetOptions } from 'helmet';
import type { Config } from '../platform/config/config.ts';

const HSTS_MAX_AGE_S = 31_536_000;

/**
 * The headers that protect every page and answer (security S12). They are the same for all requests, so helmet
 * computes them once, at the start.
 */
export function computeSecurityHeaders(config: Config): Record<string, string> {
  const headers: Record<string, string> = {};
  const response = {
    setHeader: (name: string, value: string) => void (headers[name.toLowerCase()] = value),
    removeHeader: () => undefined,
  };
  const compute = helmet(describeHeaders(config.PUBLIC_URL.startsWith('https://')));
  compute({} as IncomingMessage, response as unknown as ServerResponse, (error) => {
    if (error !== undefined) throw new Error('helmet refused its options', { cause: error });
  });
  return headers;
}

function describeHeaders(isSecure: boolean): HelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        // Attributes alone: mails shown in a sandboxed frame bring theirs along.
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        frameSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        // The one hands checked mail to the mailbox's sandboxed frame; by the other the editor reads what is pasted,
        // in a document of its own that runs nothing, and takes from it what its text may hold.
        // The third names the address of the one service worker.
        trustedTypes: ['boardwire-mail', 'ProseMirrorClipboard', 'boardwire-worker'],
        ...(isSecure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    strictTransportSecurity: isSecure
      ? { maxAge: HSTS_MAX_AGE_S, includeSubDomains: false }
      : false,
  };
}
