import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { useWrite } from '../../lib/write.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Section } from '../../ui/section.tsx';
import type { ImportInfo } from './import.ts';
import { ProblemList } from './problem-list.tsx';
import { ReportTable } from './report-table.tsx';
import { StateBadge } from './state-badge.tsx';

/** How an import ended, what it did, and its way back. */
export function ImportOutcome({ info }: { info: ImportInfo }) {
  const [isAsking, setAsking] = useState(false);
  const { organizationId, boardId, state, report, problem } = info;
  return (
    <>
      <Section title={info.fileName} actions={<StateBadge state={state} />}>
        {problem !== null && state === 'failed' && <ErrorState message={problem} />}
        <div className="flex flex-wrap gap-2">
          {state === 'done' && boardId !== null && (
            <Link
              to="/boards/$boardId"
              params={{ boardId }}
              className={buttonClass({ variant: 'primary' })}
            >
              {t('imports.openBoard')}
            </Link>
          )}
          {state === 'done' && (
            <Button variant="dangerQuiet" onClick={() => setAsking(true)}>
              {t('imports.undo')}
            </Button>
          )}
          <Link
            to="/o/$organizationId/import"
            params={{ organizationId }}
            className={buttonClass()}
          >
            {t('imports.another')}
          </Link>
        </div>
      </Section>
      {report && <ReportTable report={report} />}
      {report && <ProblemList problems={report.problems} />}
      {isAsking && <UndoDialog importId={info.id} onClose={() => setAsking(false)} />}
    </>
  );
}

function UndoDialog({ importId, onClose }: { importId: string; onClose: () => void }) {
  const [error, setError] = useState<string>();
  const undo = useWrite('imports.undo', ['imports.get', 'imports.list', 'boards.list']);
  const confirm = async () => {
    const outcome = await undo.send({ importId });
    if (outcome.ok) onClose();
    else setError(describeFailure(outcome.error));
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('imports.undoTitle')}
      description={t('imports.undoText')}
      action={t('imports.undo')}
      error={error}
      pending={undo.isPending}
      onConfirm={() => void confirm()}
    />
  );
}
