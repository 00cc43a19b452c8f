import { useNavigate } from '@tanstack/react-router';
import { History, Mail, RotateCcw, Trash2 } from 'lucide-react';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import type { DeadAct } from './dead-act-dialog.tsx';
import type { DeadLetter } from './dead-letter-types.ts';

interface DeadLetterMenuProps {
  letter: DeadLetter;
  when: string;
  onShow: () => void;
  onAct: (kind: DeadAct['kind']) => void;
}

export function DeadLetterMenu({ letter, when, onShow, onAct }: DeadLetterMenuProps) {
  const { id: organizationId } = useOrganization();
  const navigate = useNavigate();
  const openMessage = () =>
    void navigate({
      to: '/o/$organizationId/delivery/messages/$messageId',
      params: { organizationId, messageId: letter.messageId },
    });
  return (
    <Menu trigger={<MenuButton label={t('dead.actsOf', { when })} />}>
      <MenuItem icon={History} onSelect={onShow}>
        {t('dead.timeline')}
      </MenuItem>
      <MenuItem icon={Mail} onSelect={openMessage}>
        {t('dead.toMessage')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={RotateCcw} onSelect={() => onAct('redrive')}>
        {t('dead.redrive')}
      </MenuItem>
      <MenuItem icon={Trash2} tone="danger" onSelect={() => onAct('discard')}>
        {t('dead.discard')}
      </MenuItem>
    </Menu>
  );
}
