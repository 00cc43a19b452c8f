import { findText } from '../../i18n/find-text.ts';
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

/** Says it of one thing of the file; others speak of all at once, as the line above them does. */
function isCase({ row, objectKey, field }: Problem['first'][number]): boolean {
  return row !== undefined || objectKey !== undefined || field !== undefined;
}

const boxClass = 'rounded border border-line bg-surface px-4 py-3';

function ProblemView({ problem }: { problem: Problem }) {
  const cases = problem.first.filter(isCase);
  const says = <ProblemLine problem={problem} />;
  if (cases.length === 0) return <div className={boxClass}>{says}</div>;
  return (
    <details className={boxClass}>
      <summary className="flex cursor-pointer">{says}</summary>
      <ul className="mt-2 flex flex-col gap-1 text-sm break-words text-muted">
        {cases.map((one, index) => (
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

function ProblemLine({ problem: { kind, code, message, count } }: { problem: Problem }) {
  return (
    <span className="flex w-full flex-wrap items-center gap-2 text-sm text-ink">
      <Badge tone={TONES[kind]}>{t(`imports.problem.${kind}`)}</Badge>
      <span className="min-w-0 flex-1">{findText('imports.says', code) ?? message}</span>
      <span className="text-xs text-muted">{t('imports.cases', { count })}</span>
    </span>
  );
}
