import { call } from '../lib/call.ts';
import { type Theme, setPreference } from './preferences.ts';
import { hasSession } from './session.ts';
import { rememberAccount } from './use-account.ts';

/** Applies a theme at once and keeps it with the account; a failure to keep it costs nothing here. */
export function chooseTheme(theme: Theme): void {
  setPreference({ theme });
  if (hasSession()) void keepTheme(theme);
}

async function keepTheme(theme: Theme): Promise<void> {
  const outcome = await call('accounts.update', { theme });
  if (outcome.ok) rememberAccount(outcome.data);
}
