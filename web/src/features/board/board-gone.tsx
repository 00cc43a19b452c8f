import { useEffect } from 'react';
import { NothingHere } from '../../app/not-found.tsx';
import { t } from '../../i18n/t.tsx';
import { refreshReads } from '../../lib/write.ts';

interface BoardGoneProps {
  reason: 'notFound' | 'revoked' | 'deleted';
  /** Own edits that were given up with the board. */
  unsent?: number;
}

/** What stands there when a board was taken away from an open page; nothing of it stays in sight (web W26). */
export function BoardGone({ reason, unsent = 0 }: BoardGoneProps) {
  // Its name leaves the sidebar and what is kept for a start without the server.
  useEffect(() => void refreshReads('boards.list', 'favourites.list', 'recents.list'), []);
  const text = t(`boardGone.${reason}Text`);
  const given = unsent > 0 ? ` ${t('boardGone.unsent', { count: unsent })}` : '';
  return <NothingHere title={t(`boardGone.${reason}`)} text={`${text}${given}`} />;
}
