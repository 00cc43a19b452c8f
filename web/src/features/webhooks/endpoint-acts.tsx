import { KeyRound, PencilLine, Power, Send, Trash2 } from 'lucide-react';
import { t } from '../../i18n/t.tsx';
import { Button } from '../../ui/button.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import type { Endpoint } from './webhook-types.ts';

/** What is asked or shown in a dialog. */
export type EndpointDialogName = 'edit' | 'rotate' | 'delete' | 'test';

interface EndpointActsProps {
  endpoint: Endpoint;
  onShow: (dialog: EndpointDialogName) => void;
  onTurn: (state: 'enabled' | 'disabled') => void;
}

/** What can be done with an endpoint. */
export function EndpointActs({ endpoint, onShow, onTurn }: EndpointActsProps) {
  const { name, state } = endpoint;
  const isOn = state === 'enabled';
  return (
    <>
      <Button disabled={!isOn} onClick={() => onShow('test')}>
        <Send aria-hidden="true" />
        {t('hooks.test')}
      </Button>
      <Button onClick={() => onShow('edit')}>
        <PencilLine aria-hidden="true" />
        {t('hooks.edit')}
      </Button>
      <Menu trigger={<MenuButton label={t('hooks.actsOf', { name })} />}>
        <MenuItem icon={KeyRound} onSelect={() => onShow('rotate')}>
          {t('hooks.rotate')}
        </MenuItem>
        <MenuItem icon={Power} onSelect={() => onTurn(isOn ? 'disabled' : 'enabled')}>
          {t(isOn ? 'hooks.turnOff' : 'hooks.turnOn')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={Trash2} tone="danger" onSelect={() => onShow('delete')}>
          {t('hooks.delete')}
        </MenuItem>
      </Menu>
    </>
  );
}
