import { type ClipboardEvent, type ReactNode, useMemo, useState } from 'react';
import { announce } from '../../../ui/announcer.ts';
import { useAccount } from '../../../app/use-account.ts';
import { t } from '../../../i18n/t.tsx';
import { showToast } from '../../../ui/toast-store.ts';
import { writeCells } from './write-cells.ts';
import { usePeople } from '../people.tsx';
import { type Table, useTable } from '../table-context.ts';
import { useToday } from '../views/use-surroundings.ts';
import { clearCells } from './cell-acts.ts';
import { copyCells } from './copy-cells.ts';
import { PasteDialog } from './paste-dialog.tsx';
import { type PastePlan, planAdded, planPaste } from './paste-plan.ts';
import type { PasteContext } from './read-pasted.ts';
import { readTable } from './table-text.ts';

const TYPING = 'input, textarea, select, [contenteditable]';

/** Writes what was planned, as one step. */
function paste(table: Table, plan: PastePlan, withNew: boolean): void {
  const { writes } = plan;
  const added = withNew ? planAdded(table, plan) : [];
  const count = writes.length + added.length;
  if (count === 0) return;
  const title = t('table.pasted', { count });
  void writeCells(table, writes, title, added);
  announce(title);
}

/** Whether there is something to be asked about before. */
function asksFirst({ misfits, added, leftOut, linesCut }: PastePlan): boolean {
  return misfits.length > 0 || added.length > 0 || leftOut > 0 || linesCut > 0;
}

interface Clipboard {
  onCopy: (event: ClipboardEvent<HTMLElement>) => void;
  onCut: (event: ClipboardEvent<HTMLElement>) => void;
  onPaste: (event: ClipboardEvent<HTMLElement>) => void;
}

/** Several lines pasted where one title would be typed are as many items. */
function isList({ type, target, clipboardData }: ClipboardEvent<HTMLElement>): boolean {
  const isAdding = target instanceof Element && target.matches('[data-adds]');
  return isAdding && type === 'paste' && /[\t\n]/.test(clipboardData.getData('text/plain').trim());
}

/** Whether the cells are meant, and not a text that is being typed. */
function isMeant({ store }: Table, event: ClipboardEvent<HTMLElement>): boolean {
  const { target, currentTarget } = event;
  return (
    store.getState().editing === null &&
    target instanceof Element &&
    currentTarget.contains(target) &&
    (target.closest(TYPING) === null || isList(event))
  );
}

function createClipboard(
  table: Table,
  context: PasteContext,
  nameOf: (id: string) => string,
  onPlan: (plan: PastePlan) => void,
): Clipboard {
  const mayWrite = () => table.model.board.permissions().includes('item:write');
  const copy = (event: ClipboardEvent<HTMLElement>): boolean => {
    const copied = isMeant(table, event) ? copyCells(table, nameOf) : undefined;
    if (!copied) return false;
    event.preventDefault();
    event.clipboardData.setData('text/plain', copied.text);
    event.clipboardData.setData('text/html', copied.html);
    announce(t('table.copied', { count: copied.count }));
    return true;
  };
  return {
    onCopy: (event) => void copy(event),
    onCut(event) {
      const { active, activeLine } = table.store.getState();
      // Of whole lines only a copy is taken: cut, their titles could not go.
      if (copy(event) && active && activeLine === null && mayWrite()) clearCells(table, active);
    },
    onPaste(event) {
      if (!isMeant(table, event) || !mayWrite()) return;
      event.preventDefault();
      const plan = planPaste(table, readTable(event.clipboardData.getData('text/plain')), context);
      if (!plan) return;
      if (asksFirst(plan)) return onPlan(plan);
      if (plan.writes.length > 0) return paste(table, plan, false);
      showToast({ tone: 'neutral', title: t('table.pastedNothing') });
    },
  };
}

/** Copy, cut and paste of cells; `dialog` is drawn while a paste has something to be asked about. */
export function useClipboard(): Clipboard & { dialog: ReactNode } {
  const table = useTable();
  const { all: people, nameOf } = usePeople();
  const { locale } = useAccount();
  const today = useToday();
  const [plan, setPlan] = useState<PastePlan>();
  const clipboard = useMemo(
    () => createClipboard(table, { people, today, locale }, nameOf, setPlan),
    [table, people, today, locale, nameOf],
  );
  const dialog = plan && (
    <PasteDialog
      plan={plan}
      onClose={() => setPlan(undefined)}
      onPaste={(withNew) => {
        setPlan(undefined);
        paste(table, plan, withNew);
      }}
    />
  );
  return { ...clipboard, dialog };
}
