import type { Output } from '@boardwire/sdk/operations';
import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { Badge } from '../../ui/badge.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Section } from '../../ui/section.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { PersonChoice } from './person-choice.tsx';
import { StateBadge } from './state-badge.tsx';
import { usePersonName } from './use-people.ts';
import { detailOf, reasonText } from './words.ts';

type Why = Output<'notifications.why'>;
type Explanation = Why['channels'][number];

/** Why somebody got a message or not, by channel; also those whom nobody thought of (delivery D24). */
export function WhySection({ messageId }: { messageId: string }) {
  const [userId, setUserId] = useState('');
  return (
    <Section title={t('deliveryWhy.title')} description={t('deliveryWhy.text')}>
      <div className="sm:max-w-80">
        <PersonChoice
          label={t('deliveryWhy.person')}
          empty={t('deliveryWhy.choose')}
          value={userId}
          onChange={setUserId}
        />
      </div>
      {userId !== '' && <Answer messageId={messageId} userId={userId} />}
    </Section>
  );
}

function Answer({ messageId, userId }: { messageId: string; userId: string }) {
  const query = useRead('notifications.why', { jobId: messageId, userId });
  const name = usePersonName(userId) ?? t('delivery.somebody');
  return (
    <QueryView query={query} skeleton={<TableSkeleton rows={4} />}>
      {({ isRecipient, channels }) => (
        <div className="flex flex-col gap-3">
          <p role="status" className="text-base text-ink">
            {t(isRecipient ? 'deliveryWhy.isRecipient' : 'deliveryWhy.notRecipient', { name })}
          </p>
          <ul className="rounded border border-line bg-surface">
            {channels.map((one, index) => (
              <ExplanationRow key={`${one.channel} ${index}`} explanation={one} />
            ))}
          </ul>
        </div>
      )}
    </QueryView>
  );
}

function ExplanationRow({ explanation }: { explanation: Explanation }) {
  const { channel, state, wouldChange, detail } = explanation;
  const reason = detailOf(explanation);
  return (
    <li className="grid gap-x-4 gap-y-1 border-b border-line px-4 py-3 text-sm last:border-0 sm:grid-cols-[8rem_9rem_minmax(0,1fr)]">
      <span className="font-medium text-ink">{t(`channel.${channel}`)}</span>
      <span>
        {state === null ? (
          <Badge>{t('deliveryWhy.notConsidered')}</Badge>
        ) : (
          <StateBadge state={state} />
        )}
      </span>
      <span className="flex flex-col text-muted">
        {reason !== null && (
          <span className="text-ink">
            {detail === null ? reason : `${reason}: ${sayDetail(detail)}`}
          </span>
        )}
        <span>{sayRule(explanation)}</span>
        {wouldChange !== 'nothing' && <span>{t(`wouldChange.${wouldChange}`)}</span>}
      </span>
    </li>
  );
}

const SUPPRESSIONS = {
  hardBounce: 'suppressionReason.hardBounce',
  softBounces: 'suppressionReason.softBounces',
  complaint: 'suppressionReason.complaint',
  unsubscribed: 'suppressionReason.unsubscribed',
  manual: 'suppressionReason.manual',
  gone: 'suppressionReason.gone',
} as const;

function sayDetail(detail: string): string {
  return Object.hasOwn(SUPPRESSIONS, detail)
    ? t(SUPPRESSIONS[detail as keyof typeof SUPPRESSIONS])
    : reasonText(detail);
}

function sayRule({ rule }: Explanation): string {
  if (rule.kind === 'mandatory') return t('deliveryWhy.mandatory');
  const mode = t(`notify.${rule.mode}`);
  if (rule.kind === 'default') return t('deliveryWhy.default', { mode });
  return t(`deliveryWhy.${rule.scope ?? 'all'}`, { mode });
}
