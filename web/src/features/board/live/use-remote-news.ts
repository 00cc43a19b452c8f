import type { Item } from '@boardwire/contract/board-model';
import { useEffect } from 'react';
import { useAccount } from '../../../app/use-account.ts';
import { t } from '../../../i18n/t.tsx';
import { announce } from '../../../ui/announcer.ts';
import { TITLE } from '../column-facts.ts';
import { usePeople } from '../people.tsx';
import { useTable, useTableState } from '../table-context.ts';
import { readText } from '../values.ts';

/** Others' changes are read aloud this often at most (web W39). */
const EVERY_MS = 5_000;

function listFields(before: Item, after: Item): string[] {
  const fields = new Set([...Object.keys(before.values), ...Object.keys(after.values)]);
  return [...fields].filter((field) => before.versions[field] !== after.versions[field]);
}

/** Reads aloud what others change on the item with the focus, and on no other one (web W39). */
export function useRemoteNews(): void {
  const { model } = useTable();
  const { id: ownId } = useAccount();
  const { nameOf } = usePeople();
  const itemId = useTableState(({ active }) => active?.itemId);
  useEffect(() => {
    if (itemId === undefined) return;
    let before = model.item(itemId);
    const fields = new Set<string>();
    let author = '';
    let timer: ReturnType<typeof setTimeout> | undefined;
    let quietUntilMs = 0;
    const say = () => {
      timer = undefined;
      const { columns } = model.board.view();
      const names = [...fields].map((id) => columns.get(id)?.name ?? t('board.itemTitle'));
      const title = readText(model.item(itemId)?.values[TITLE]);
      fields.clear();
      quietUntilMs = Date.now() + EVERY_MS;
      announce(t('live.changedBy', { name: nameOf(author), fields: names.join(', '), title }));
    };
    const stop = model.subscribeItem(itemId, () => {
      const after = model.item(itemId);
      const changed = before && after && after !== before ? listFields(before, after) : [];
      before = after;
      if (!after || changed.length === 0 || after.updatedBy === ownId) return;
      for (const field of changed) fields.add(field);
      author = after.updatedBy ?? '';
      timer ??= setTimeout(say, Math.max(0, quietUntilMs - Date.now()));
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [model, itemId, ownId, nameOf]);
}
