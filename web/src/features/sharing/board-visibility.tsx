import type { Output } from '@boardwire/sdk/operations';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { refreshReads, showFailureToast } from '../../lib/write.ts';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';

interface BoardVisibilityProps {
  board: Pick<Output<'boards.get'>, 'id' | 'visibility'>;
}

/** Whether the organization sees a board, or only those named on it. */
export function BoardVisibility({ board: { id: boardId, visibility } }: BoardVisibilityProps) {
  const change = async (next: string) => {
    const outcome = await call('boards.setVisibility', {
      boardId,
      visibility: next === 'private' ? 'private' : 'organization',
    });
    if (!outcome.ok) showFailureToast(outcome.error);
    await refreshReads('boards.list', 'boards.get', 'boards.listPeople');
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
