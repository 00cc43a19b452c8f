import { formatDateTime } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { Badge, type BadgeTone } from '../../ui/badge.tsx';
import { CodeBlock } from './code-block.tsx';
import { findWhy } from './call-text.ts';
import type { CallLog } from './webhook-types.ts';

type Attempt = CallLog['log'][number];

/** Each attempt with what it was answered, the first one first. */
export function AttemptList({ attempts }: { attempts: readonly Attempt[] }) {
  if (attempts.length === 0) return <p className="text-sm text-muted">{t('hooks.noAttempt')}</p>;
  return (
    <ol className="rounded border border-line">
      {attempts.map((attempt) => (
        <li
          key={attempt.number}
          className="flex flex-col gap-2 border-b border-line px-3 py-2.5 last:border-0"
        >
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
            <span className="font-medium text-ink">
              {t('hooks.attempt', { number: attempt.number })}
            </span>
            <AttemptOutcome attempt={attempt} />
            {attempt.latencyMs !== null && (
              <span className="tabular-nums">{t('hooks.tookMs', { ms: attempt.latencyMs })}</span>
            )}
            <time dateTime={attempt.startedAt}>{formatDateTime(attempt.startedAt, true)}</time>
          </div>
          <Answer attempt={attempt} />
        </li>
      ))}
    </ol>
  );
}

/** Whether it was taken, and what was said. */
function AttemptOutcome({ attempt }: { attempt: Attempt }) {
  return <Badge tone={toneOf(attempt)}>{outcomeText(attempt)}</Badge>;
}

function toneOf({ outcome, endedAt }: Attempt): BadgeTone {
  if (endedAt === null) return 'accent';
  if (outcome === 'accepted') return 'success';
  return outcome === 'refused' ? 'danger' : 'warning';
}

function outcomeText({ endedAt, answer, code }: Attempt): string {
  if (answer !== null) return t('hooks.status', { status: String(answer.status) });
  if (endedAt === null) return t('hooks.running');
  const why = findWhy(code);
  return why === undefined ? (code ?? t('hooks.codeUncertain')) : t(why);
}

function Answer({ attempt: { answer } }: { attempt: Attempt }) {
  if (answer === null || answer.body === null) return null;
  if (answer.body === '') return <p className="text-xs text-faint">{t('hooks.emptyAnswer')}</p>;
  return <CodeBlock code={answer.body} className="max-h-40 break-all whitespace-pre-wrap" />;
}
