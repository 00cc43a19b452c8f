import { t } from '../../i18n/t.tsx';
import { Badge, type BadgeTone } from '../../ui/badge.tsx';
import { Section } from '../../ui/section.tsx';
import type { Problem } from './import.ts';

const TONES: Readonly<Record<Problem['kind'], BadgeTone>> = {
  notTaken: 'warning',
  changed: 'neutral',
  refused: 'danger',
};

/** What is not taken over as it is, by kind, with its first rows. */
export function ProblemList({ problems }: { problems: readonly Problem[] }) {
  return (
    <Section title={t('imports.problems')}>
      {problems.length === 0 && <p className="text-sm text-muted">{t('imports.noProblems')}</p>}
      <ul className="flex flex-col gap-2">
        {problems.map((problem) => (
          <li key={`${problem.kind} ${problem.code}`}>
            <ProblemView problem={problem} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function ProblemView({ problem: { kind, message, count, first } }: { problem: Problem }) {
  return (
    <details className="rounded border border-line bg-surface px-4 py-3">
      <summary className="flex flex-wrap items-center gap-2 text-sm text-ink">
        <Badge tone={TONES[kind]}>{t(`imports.problem.${kind}`)}</Badge>
        <span className="min-w-0 flex-1">{message}</span>
        <span className="text-xs text-muted">{t('imports.cases', { count })}</span>
      </summary>
      <ul className="mt-2 flex flex-col gap-1 text-sm break-words text-muted">
        {first.map((one, index) => (
          <li key={index}>
            {one.row === undefined
              ? one.message
              : t('imports.case', { row: one.row, message: one.message })}
          </li>
        ))}
      </ul>
    </details>
  );
}
