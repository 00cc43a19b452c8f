import { useEffect } from 'react';
import { NothingHere } from '../../app/not-found.tsx';
import { t } from '../../i18n/t.tsx';
import { refreshReads } from '../../lib/write.ts';

interface BoardGoneProps {
  reason: 'notFound' | 'revoked' | 'deleted';
}

/**
 * What stands there when a board was taken away from an open page; nothing of it stays in sight (web W26). What waited for
 * it is told of where it is told on any page.
 */
export function BoardGone({ reason }: BoardGoneProps) {
  // Its name leaves the sidebar and what is kept for a start without the server.
  useEffect(() => void refreshReads('boards.list', 'favourites.list', 'recents.list'), []);
  return <NothingHere title={t(`boardGone.${reason}`)} text={t(`boardGone.${reason}Text`)} />;
}
