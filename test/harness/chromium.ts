import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Whether a browser is here; `npm test` installs one where it can. */
export const hasChromium = existsSync(executablePath);

/** Starts headless Chromium. */
export function launchChromium(): Promise<Browser> {
  return launchAt(executablePath);
}

/** Starts the Chromium at this path, without its background traffic. */
export function launchAt(path: string): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}
