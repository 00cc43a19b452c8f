import { useNavigate } from '@tanstack/react-router';
import type { LucideIcon } from 'lucide-react';
import { t } from '../../i18n/t.tsx';
import { MenuItem } from '../../ui/menu.tsx';
import { useBoardModel } from './table-context.ts';

/** Leads to the import of a file into this board. */
export function ImportLink({ icon }: { icon: LucideIcon }) {
  const navigate = useNavigate();
  const { board } = useBoardModel();
  const { organizationId } = board.view().board;
  return (
    <MenuItem
      icon={icon}
      onSelect={() =>
        void navigate({
          to: '/o/$organizationId/import',
          params: { organizationId },
          search: { board: board.id },
        })
      }
    >
      {t('board.importInto')}
    </MenuItem>
  );
}
