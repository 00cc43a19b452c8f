import type { Output } from '@boardwire/sdk/operations';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { refreshReads, showFailureToast } from '../../lib/write.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { InviteGuest } from './invite-guest.tsx';
import { ShareLinks } from './share-links.tsx';
import { ShareMembers } from './share-members.tsx';

type Board = Pick<Output<'boards.get'>, 'id' | 'name' | 'organizationId' | 'visibility'>;

interface ShareDialogProps {
  board: Board;
  onClose: () => void;
}

/** Who can see a board: everybody, the people named on it, whoever has a link. */
export function ShareDialog({ board, onClose }: ShareDialogProps) {
  return (
    <Dialog open width="md" onOpenChange={onClose} title={t('share.title', { name: board.name })}>
      <div className="flex flex-col gap-6">
        <Visibility board={board} />
        <ShareMembers boardId={board.id} organizationId={board.organizationId} />
        <InviteGuest organizationId={board.organizationId} />
        <ShareLinks boardId={board.id} />
      </div>
    </Dialog>
  );
}

function Visibility({ board: { id: boardId, visibility } }: { board: Board }) {
  const change = async (next: string) => {
    const outcome = await call('boards.setVisibility', {
      boardId,
      visibility: next === 'private' ? 'private' : 'organization',
    });
    if (!outcome.ok) showFailureToast(outcome.error);
    await refreshReads('boards.list');
  };
  return (
    <Field
      label={t('boards.visibility')}
      hint={t(visibility === 'private' ? 'share.privateHint' : 'share.openHint')}
    >
      {(control) => (
        <Select
          {...control}
          value={visibility}
          onChange={(event) => void change(event.target.value)}
        >
          <option value="organization">{t('boards.visibility.organization')}</option>
          <option value="private">{t('boards.visibility.private')}</option>
        </Select>
      )}
    </Field>
  );
}
