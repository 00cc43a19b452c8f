import { useNavigate } from '@tanstack/react-router';
import { FileUp } from 'lucide-react';
import { useEffect, useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { uploadFile, type UploadTarget } from '../../lib/upload-file.ts';
import { refreshReads } from '../../lib/write.ts';
import { showToast } from '../../ui/toast-store.ts';
import { findFileProblem } from './check-file.ts';

interface ImportDropProps {
  organizationId: string;
  /** The board that a dropped file goes into; without one it becomes a board of its own. */
  boardId?: string;
}

/** Places that take files themselves, such as a text that is being written. */
const OWN_TAKERS = '[contenteditable="true"], input[type="file"], [role="dialog"]';

function carriesFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') === true;
}

/** Whether files hang over the page, and what happens to them when they are let go. */
function useFileDrop(onFile: (file: File) => void): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const ends = new AbortController();
    const { signal } = ends;
    const isTaken = ({ target }: DragEvent) =>
      target instanceof Element && target.closest(OWN_TAKERS) !== null;
    const over = (event: DragEvent) => {
      if (!carriesFiles(event) || isTaken(event)) return setOver(false);
      event.preventDefault();
      setOver(true);
    };
    const leave = ({ relatedTarget }: DragEvent) => relatedTarget === null && setOver(false);
    const drop = (event: DragEvent) => {
      setOver(false);
      if (event.defaultPrevented || !carriesFiles(event) || isTaken(event)) return;
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file) onFile(file);
    };
    window.addEventListener('dragover', over, { signal });
    window.addEventListener('dragleave', leave, { signal });
    window.addEventListener('drop', drop, { signal });
    return () => ends.abort();
  }, [onFile]);
  return isOver;
}

/** Takes a file that is dropped anywhere on the page to the import wizard (web W47). */
export function ImportDrop({ organizationId, boardId }: ImportDropProps) {
  const navigate = useNavigate();
  const [take] = useState(() => async (file: File) => {
    const problem = findFileProblem(file);
    if (problem !== undefined) return showToast({ tone: 'danger', title: problem });
    showToast({ tone: 'neutral', title: t('imports.uploading', { name: file.name }) });
    const target: UploadTarget = boardId === undefined ? { organizationId } : { boardId };
    const outcome = await uploadFile(target, file);
    if (!outcome.ok) return showToast({ tone: 'danger', title: describeFailure(outcome.error) });
    await refreshReads('imports.list');
    await navigate({
      to: '/o/$organizationId/import',
      params: { organizationId },
      search: { import: outcome.data.id, ...(boardId === undefined ? {} : { board: boardId }) },
    });
  });
  const [onFile] = useState(() => (file: File) => void take(file));
  const isOver = useFileDrop(onFile);
  if (!isOver) return null;
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none fixed inset-3 z-50 grid place-items-center rounded border-2 border-dashed border-accent bg-accent-soft/90"
    >
      <p className="flex items-center gap-3 text-lg font-semibold text-accent-ink">
        <FileUp className="size-6" />
        {t(boardId === undefined ? 'imports.dropNew' : 'imports.dropInto')}
      </p>
    </div>
  );
}
