/** After the page has settled: the first paint is not made to wait for files of later. */
const SETTLED_AFTER_MS = 3_000;
const WORKER = '/sw.js';

// TypeScript's own library has no trusted types yet.
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

function trust(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (trustedTypes === undefined) return url;
  const policy = trustedTypes.createPolicy('boardwire-worker', {
    createScriptURL(asked) {
      if (asked !== WORKER) throw new TypeError('there is one worker');
      return asked;
    },
  });
  return policy.createScriptURL(url);
}

/** Keeps the shell of the app for when the server is away; needs https or this very machine. */
export function registerWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const register = () => {
    // Where the browser refuses, in a private window for one, the app works without it.
    void navigator.serviceWorker.register(trust(WORKER)).catch(() => undefined);
  };
  setTimeout(() => {
    if (navigator.onLine) register();
    else window.addEventListener('online', register, { once: true });
  }, SETTLED_AFTER_MS);
}
