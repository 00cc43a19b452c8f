import { Link, useNavigate } from '@tanstack/react-router';
import { FileUp, GraduationCap, LayoutTemplate, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { showFailureToast } from '../../lib/write.ts';
import { cx } from '../../ui/cx.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { addSample } from './begin.ts';

interface DoorsProps {
  organizationId: string;
  /** One below the other, in the narrow column of the wizard. */
  isStacked?: boolean;
}

/** Three equal ways to a first board: import, template, sample (web W46). */
export function Doors({ organizationId, isStacked = false }: DoorsProps) {
  const navigate = useNavigate();
  const [isPending, setPending] = useState(false);
  const openSample = async () => {
    setPending(true);
    const made = await addSample(organizationId);
    setPending(false);
    if (!made.ok) return showFailureToast(made.error);
    await navigate({ to: '/boards/$boardId', params: { boardId: made.data.id } });
  };
  const params = { organizationId };
  const look = doorClass(isStacked);
  return (
    <ul className={cx('grid grid-cols-1 gap-3', !isStacked && 'sm:grid-cols-3')}>
      <li className="flex">
        <Link to="/o/$organizationId/import" params={params} className={look}>
          <DoorFace icon={FileUp} title={t('door.import')} text={t('door.importText')} />
        </Link>
      </li>
      <li className="flex">
        <Link to="/o/$organizationId/templates" params={params} className={look}>
          <DoorFace
            icon={LayoutTemplate}
            title={t('door.template')}
            text={t('door.templateText')}
          />
        </Link>
      </li>
      <li className="flex">
        <button
          type="button"
          disabled={isPending}
          aria-busy={isPending || undefined}
          onClick={() => void openSample()}
          className={look}
        >
          <DoorFace
            icon={GraduationCap}
            title={t('door.sample')}
            text={t('door.sampleText')}
            isPending={isPending}
          />
        </button>
      </li>
    </ul>
  );
}

function doorClass(isStacked: boolean): string {
  return cx(
    'group flex w-full gap-3 rounded border border-line bg-surface p-4 text-left shadow-button transition-colors',
    'hover:border-control hover:bg-hover',
    isStacked ? 'items-start' : 'sm:flex-col sm:p-5',
  );
}

interface DoorFaceProps {
  icon: LucideIcon;
  title: string;
  text: string;
  isPending?: boolean;
}

/** What stands on a door. */
export function DoorFace({ icon: Icon, title, text, isPending = false }: DoorFaceProps) {
  return (
    <>
      <span className="grid size-9 shrink-0 place-items-center rounded bg-accent-soft text-accent-ink">
        {isPending ? <Spinner /> : <Icon aria-hidden="true" className="size-5" />}
      </span>
      <span className="flex min-w-0 flex-col gap-0.5">
        <span className="text-base font-semibold text-ink">{title}</span>
        <span className="text-sm text-muted">{text}</span>
      </span>
    </>
  );
}
