import { z } from 'zod';

/** Where a push goes, as a device's address is kept: a browser's subscription, or the token of an app. */
const subscription = z.object({
  endpoint: z.url({ protocol: /^https?$/ }).max(2_000),
  keys: z.object({ p256dh: z.string().max(200), auth: z.string().max(100) }),
});
const appToken = z.object({ token: z.string().min(1).max(4_096) });

/** The address of a device, by what serves it. */
export type PushAddress =
  | ({ kind: 'webPush' } & z.output<typeof subscription>)
  | ({ kind: 'fcm' } & z.output<typeof appToken>);

/** Reads the address of a device; null when it is none. */
export function readPushAddress(address: string): PushAddress | null {
  const value = parse(address);
  const browser = subscription.safeParse(value);
  if (browser.success) return { kind: 'webPush', ...browser.data };
  const app = appToken.safeParse(value);
  return app.success ? { kind: 'fcm', ...app.data } : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
