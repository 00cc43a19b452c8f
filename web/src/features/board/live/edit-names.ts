import { useEffect } from 'react';
import { create } from 'zustand';
import { usePeople } from '../people.tsx';
import { useBoardModel } from '../table-context.ts';
import type { EditNames } from './describe-edit.ts';

/** Names on the board that is open, for what lies over all pages; null where none is. */
export const useEditNames = create<{ read: (() => EditNames) | null }>(() => ({ read: null }));

/** Lets others name what stands on this board, as long as it is open to its reader (web W26). */
export function useOfferNames(): void {
  const { board } = useBoardModel();
  const { nameOf } = usePeople();
  const isOpen = typeof board.status() !== 'object';
  useEffect(() => {
    if (!isOpen) return;
    const read = () => ({ view: board.view(), nameOf });
    useEditNames.setState({ read });
    return () => useEditNames.setState((now) => (now.read === read ? { read: null } : now));
  }, [board, nameOf, isOpen]);
}
