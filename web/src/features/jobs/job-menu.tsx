import { FastForward, History, RotateCcw, Trash2 } from 'lucide-react';
import { t } from '../../i18n/t.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import type { Job } from './job-types.ts';
import { canPromote, canRemove, canRetry, useJobActs } from './use-job-acts.ts';

interface JobMenuProps {
  job: Job;
  onOpen: () => void;
  onRemove: () => void;
}

/** What can be done with a job, as it stands. */
export function JobMenu({ job, onOpen, onRemove }: JobMenuProps) {
  const { retry, promote } = useJobActs(job.id);
  return (
    <Menu trigger={<MenuButton label={t('jobs.actsOf', { name: job.name })} />}>
      <MenuItem icon={History} onSelect={onOpen}>
        {t('jobs.details')}
      </MenuItem>
      {(canRetry(job) || canPromote(job) || canRemove(job)) && <MenuSeparator />}
      {canRetry(job) && (
        <MenuItem icon={RotateCcw} onSelect={() => void retry()}>
          {t('jobs.retry')}
        </MenuItem>
      )}
      {canPromote(job) && (
        <MenuItem icon={FastForward} onSelect={() => void promote()}>
          {t('jobs.promote')}
        </MenuItem>
      )}
      {canRemove(job) && (
        <MenuItem icon={Trash2} tone="danger" onSelect={onRemove}>
          {t('jobs.remove')}
        </MenuItem>
      )}
    </Menu>
  );
}
