import { useNavigate } from '@tanstack/react-router';
import { History, Mail, RotateCcw, Trash2 } from 'lucide-react';
import { t } from '../../i18n/t.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import type { DeadAct } from './dead-act-dialog.tsx';
import type { DeadLetter, DeadScope } from './dead-letter-types.ts';

interface DeadLetterMenuProps {
  scope: DeadScope;
  letter: DeadLetter;
  when: string;
  /** Null where there is no delivery whose history could be shown. */
  onShow: (() => void) | null;
  onAct: (kind: DeadAct['kind']) => void;
}

export function DeadLetterMenu({ scope, letter, when, onShow, onAct }: DeadLetterMenuProps) {
  const navigate = useNavigate();
  const openMessageOf = (organizationId: string) =>
    void navigate({
      to: '/o/$organizationId/delivery/messages/$messageId',
      params: { organizationId, messageId: letter.messageId },
    });
  return (
    <Menu trigger={<MenuButton label={t('dead.actsOf', { when })} />}>
      {onShow !== null && (
        <MenuItem icon={History} onSelect={onShow}>
          {t('dead.timeline')}
        </MenuItem>
      )}
      {scope !== null && (
        <MenuItem icon={Mail} onSelect={() => openMessageOf(scope)}>
          {t('dead.toMessage')}
        </MenuItem>
      )}
      {scope !== null && <MenuSeparator />}
      <MenuItem icon={RotateCcw} onSelect={() => onAct('redrive')}>
        {t('dead.redrive')}
      </MenuItem>
      <MenuItem icon={Trash2} tone="danger" onSelect={() => onAct('discard')}>
        {t('dead.discard')}
      </MenuItem>
    </Menu>
  );
}
