import type { Unheard } from '@boardwire/sdk/live';
import { useEffect, useEffectEvent } from 'react';
import { t } from '../../../i18n/t.tsx';
import { openLive } from '../../../lib/live.ts';
import { showToast } from '../../../ui/toast-store.ts';
import { copyText } from '../item/item-link.ts';
import { usePeople } from '../people.tsx';
import { useTable } from '../table-context.ts';
import { describeRejection } from '../tell-edit.ts';
import { describeEdit, listWritten, shortenLine } from './describe-edit.ts';

async function copyLines(lines: readonly string[]): Promise<void> {
  const isCopied = await copyText(lines.join('\n'));
  if (!isCopied) showToast({ tone: 'danger', title: t('ui.copyFailed') });
}

/** Edits that waited longer than their page, and were refused then: what was written is there to be copied (web W25). */
export function useUnheardRefusals(): void {
  const { board } = useTable().model;
  const { nameOf } = usePeople();
  const tell = useEffectEvent(({ mutation, error }: Unheard) => {
    const lines = describeEdit(mutation, { view: board.view(), nameOf });
    if (mutation.board !== board.id) lines.push(...listWritten(mutation));
    showToast({
      tone: 'danger',
      title: t('live.notSaved', { edit: shortenLine(lines[0] ?? '') }),
      description: describeRejection(error),
      action: { label: t('board.copyValue'), run: () => void copyLines(lines) },
    });
  });
  useEffect(() => openLive().subscribeUnheard((refused) => tell(refused)), []);
}
