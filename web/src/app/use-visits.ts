import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { call } from '../lib/call.ts';
import { useRead } from '../lib/query.ts';
import { refreshReads } from '../lib/write.ts';
import { refreshBoardLists } from './board-lists.ts';
import { setPreference } from './preferences.ts';

/** Notes each board that is opened, and makes its organization the one at hand. */
export function useVisits(): void {
  const { boardId = '' } = useParams({ strict: false });
  const { data } = useRead('boards.get', { boardId }, { enabled: boardId !== '' });
  const organizationId = data?.id === boardId ? data.organizationId : undefined;
  useEffect(() => {
    if (organizationId === undefined) return;
    setPreference({ lastOrganizationId: organizationId });
    // A visit that could not be noted is no loss that anybody should be told of.
    void call('recents.touch', { boardId }).then(() => refreshReads('recents.list'));
  }, [boardId, organizationId]);
  useEffect(() => {
    if (boardId === '') return;
    // It may have been renamed, archived or deleted while it was open.
    return () => void refreshBoardLists();
  }, [boardId]);
}
