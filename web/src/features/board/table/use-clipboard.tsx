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
function paste(table: Table, { writes, added }: PastePlan, withNew: boolean): void {
  const calls = withNew ? planAdded(table, added) : [];
  const count = writes.length + calls.length;
  if (count === 0) return;
  const title = t('table.pasted', { count });
  writeCells(table, writes, title, calls);
  announce(title);
}

interface Clipboard {
  onCopy: (event: ClipboardEvent<HTMLElement>) => void;
  onCut: (event: ClipboardEvent<HTMLElement>) => void;
  onPaste: (event: ClipboardEvent<HTMLElement>) => void;
}

/** Whether the cells are meant, and not a text that is being typed. */
function isMeant(
  { store }: Table,
  { target, currentTarget }: ClipboardEvent<HTMLElement>,
): boolean {
  return (
    store.getState().editing === null &&
    target instanceof Element &&
    currentTarget.contains(target) &&
    target.closest(TYPING) === null
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
      const { active } = table.store.getState();
      if (copy(event) && active && mayWrite()) clearCells(table, active);
    },
    onPaste(event) {
      if (!isMeant(table, event) || !mayWrite()) return;
      event.preventDefault();
      const plan = planPaste(table, readTable(event.clipboardData.getData('text/plain')), context);
      if (!plan) return;
      const isPlain = plan.misfits.length === 0 && plan.added.length === 0 && plan.leftOut === 0;
      if (!isPlain) return onPlan(plan);
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
