import { findText } from '../i18n/find-text.ts';
import { t } from '../i18n/t.tsx';
import type { Failure } from './failure.ts';

/** From here on minutes read better than seconds. */
const SECONDS_SHOWN = 90;

function describeWait(retryAfterMs: number | undefined): string {
  if (retryAfterMs === undefined) return t('failure.tooMany');
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1_000));
  if (seconds < SECONDS_SHOWN) return t('failure.tooManySeconds', { count: seconds });
  return t('failure.tooManyMinutes', { count: Math.ceil(seconds / 60) });
}

function describeCode({ code, message, retryAfterMs, details }: Failure): string {
  switch (code) {
    case 'NETWORK_ERROR':
      return t('failure.network');
    case 'TIMEOUT':
      return t('failure.timeout');
    case 'TOO_MANY_REQUESTS':
      // With a reason the server says more than how long to wait.
      return details?.reason ? message : describeWait(retryAfterMs);
    case 'INTERNAL_ERROR':
    case 'BAD_RESPONSE':
      return t('failure.internal');
    case 'SERVICE_UNAVAILABLE':
      return t('failure.unavailable');
    case 'NOT_FOUND':
      return t('failure.notFound');
    default:
      return message;
  }
}

/** What happened and what to do: by the reason, else by the code, else in the server's words. */
export function describeFailure(failure: Failure): string {
  const reason = failure.details?.reason;
  return (reason && findText('reason', reason)) ?? describeCode(failure);
}
