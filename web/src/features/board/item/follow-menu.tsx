import { Bell, BellOff, BellRing, Settings2 } from 'lucide-react';
import { t } from '../../../i18n/t.tsx';
import { call } from '../../../lib/call.ts';
import { queryClient } from '../../../lib/query-client.ts';
import { useRead } from '../../../lib/query.ts';
import { showFailureToast } from '../../../lib/write.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { askPlaceSettings } from '../../notification-settings/index.ts';
import { useBoardModel } from '../table-context.ts';

/** Whether one hears of what goes on at an item, and the way to choose that. */
export function FollowMenu({ itemId, title }: { itemId: string; title: string }) {
  const { board } = useBoardModel();
  const { organizationId } = board.view().board;
  const { data } = useRead('following.get', { itemId });
  const follows = data?.follows === true;
  const label = t(follows ? 'item.isFollowed' : 'item.isNotFollowed');
  return (
    <Menu trigger={<IconButton icon={follows ? BellRing : Bell} size="iconSm" label={label} />}>
      <MenuItem
        icon={follows ? BellOff : BellRing}
        disabled={data === undefined}
        onSelect={() => void follow(itemId, !follows)}
      >
        {t(follows ? 'item.hearNot' : 'item.hear')}
      </MenuItem>
      <MenuItem
        icon={Settings2}
        onSelect={() =>
          askPlaceSettings({ organizationId, scope: 'item', id: itemId, name: title })
        }
      >
        {t('notify.boardAction')}
      </MenuItem>
    </Menu>
  );
}

async function follow(itemId: string, follows: boolean): Promise<void> {
  const answer = await call('following.set', { itemId, follows });
  if (answer.ok) queryClient.setQueryData(['following.get', { itemId }], answer.data);
  else showFailureToast(answer.error);
}
