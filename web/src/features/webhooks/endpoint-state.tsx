import type { ReactNode } from 'react';
import { formatDateTime } from '../../i18n/format.ts';
import type { PlainMessageKey } from '../../i18n/message-types.ts';
import { t } from '../../i18n/t.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import type { Endpoint } from './webhook-types.ts';

const OFF = {
  gone: 'hooks.offGone',
  failing: 'hooks.offFailing',
  person: 'hooks.off',
} as const satisfies Record<string, PlainMessageKey>;

/** Whether an endpoint is called, and if not why. */
export function EndpointBadge({ endpoint }: { endpoint: Endpoint }) {
  const { state, disabledReason, failingSince } = endpoint;
  if (state === 'disabled') {
    const reason = disabledReason ?? 'person';
    return <Badge tone={reason === 'person' ? 'neutral' : 'danger'}>{t(OFF[reason])}</Badge>;
  }
  if (failingSince !== null) {
    const when = formatDateTime(failingSince);
    return <Badge tone="warning">{t('hooks.failingSince', { when })}</Badge>;
  }
  return <Badge tone="success">{t('hooks.on')}</Badge>;
}

interface EndpointNoticeProps {
  endpoint: Endpoint;
  onTurnOn: () => void;
  onTakeOver: () => void;
}

/** What is wrong with an endpoint, and the way out. */
export function EndpointNotice({ endpoint, onTurnOn, onTakeOver }: EndpointNoticeProps) {
  const { state, callsPerMinute, actsFor } = endpoint;
  const problem = describeProblem(endpoint);
  return (
    <>
      {problem !== null && (
        <Notice text={problem}>
          {state === 'disabled' && (
            <Button variant="primary" onClick={onTurnOn}>
              {t('hooks.turnOn')}
            </Button>
          )}
        </Notice>
      )}
      {actsFor?.isActive !== true && (
        <Notice text={describeLoss(actsFor)}>
          <Button onClick={onTakeOver}>{t('hooks.takeOver')}</Button>
        </Notice>
      )}
      {state === 'enabled' && callsPerMinute !== null && (
        <Notice text={t('hooks.slowText', { count: callsPerMinute })} />
      )}
    </>
  );
}

/** Why an endpoint hears of nothing though it is called. */
function describeLoss(actsFor: Endpoint['actsFor']): string {
  if (actsFor === null) return t('hooks.nobodyText');
  const { name, apiKey } = actsFor;
  return apiKey === null ? t('hooks.lostText', { name }) : t('hooks.lostKeyText', { name });
}

const OFF_TEXT = {
  gone: 'hooks.offGoneText',
  failing: 'hooks.offFailingText',
  person: 'hooks.offPersonText',
} as const;

function describeProblem(endpoint: Endpoint): string | null {
  const { state, disabledReason, disabledAt, failingSince, createdAt } = endpoint;
  if (state === 'disabled') {
    const when = formatDateTime(disabledAt ?? createdAt);
    return t(OFF_TEXT[disabledReason ?? 'person'], { when });
  }
  return failingSince === null
    ? null
    : t('hooks.failingText', { when: formatDateTime(failingSince) });
}

function Notice({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div
      role="status"
      className="flex w-full flex-wrap items-center justify-between gap-3 rounded bg-warning-soft px-4 py-3 text-sm text-ink"
    >
      <span className="min-w-40 flex-1">{text}</span>
      {children}
    </div>
  );
}
