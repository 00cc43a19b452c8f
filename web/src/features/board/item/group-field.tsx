import type { Item } from '@boardwire/contract/board-model';
import { Rows3 } from 'lucide-react';
import { t } from '../../../i18n/t.tsx';
import { Menu, MenuChoice } from '../../../ui/menu.tsx';
import { cx } from '../../../ui/cx.ts';
import { markStyle } from '../color.ts';
import { send } from '../edits.ts';
import { useBoardModel } from '../table-context.ts';
import { FieldFrame, fieldClass } from './field-frame.tsx';

/** The group of an item, and the way into another. */
export function GroupField({ item, isEditable }: { item: Item; isEditable: boolean }) {
  const { board, tree } = useBoardModel();
  const group = item.groupId === null ? undefined : board.view().groups.get(item.groupId);
  if (!group) return null;
  const shown = (
    <>
      <span
        aria-hidden="true"
        className="size-2.5 shrink-0 rounded-full"
        style={markStyle(group.color)}
      />
      <span className="truncate">{group.name}</span>
    </>
  );
  return (
    <FieldFrame icon={Rows3} name={t('item.group')}>
      {isEditable ? (
        <Menu
          align="start"
          className="max-h-80 overflow-y-auto"
          trigger={
            <button type="button" className={cx(fieldClass, 'hover:bg-hover')}>
              <span className="sr-only">{t('item.change', { name: t('item.group') })}</span>
              {shown}
            </button>
          }
        >
          <MenuChoice
            value={group.id}
            options={tree().groups.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(groupId) =>
              groupId !== group.id &&
              send(board, { op: 'items.move', input: { itemId: item.id, groupId } })
            }
          />
        </Menu>
      ) : (
        <div className={fieldClass}>{shown}</div>
      )}
    </FieldFrame>
  );
}
