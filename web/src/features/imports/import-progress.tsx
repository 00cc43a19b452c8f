import { t } from '../../i18n/t.tsx';
import { Section, Card } from '../../ui/section.tsx';
import { CancelButton } from './cancel-button.tsx';
import type { ImportInfo } from './import.ts';
import { StateBadge } from './state-badge.tsx';

/** How far an import is; it can be left alone, or cancelled. */
export function ImportProgress({ info }: { info: ImportInfo }) {
  const { done, total } = info.progress;
  const text =
    total === null
      ? t('imports.progressUnknown', { count: done })
      : t('imports.progress', { done, total });
  return (
    <Section
      title={info.fileName}
      description={t('imports.runningText')}
      actions={<StateBadge state={info.state} />}
    >
      <Card className="flex flex-col items-start gap-4">
        <progress
          aria-label={t('imports.state.running')}
          className="h-2 w-full accent-accent"
          {...(total === null ? {} : { value: done, max: Math.max(total, 1) })}
        />
        <p role="status" className="text-sm text-muted">
          {text}
        </p>
        {info.state === 'running' && <CancelButton info={info} />}
      </Card>
    </Section>
  );
}
