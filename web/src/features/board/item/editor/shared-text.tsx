import type { Column } from '@boardwire/contract/board-model';
import { openBoardText } from '@boardwire/sdk/live/board-text';
import type { LongText } from '@boardwire/sdk/live/long-text';
import type { Editor } from '@tiptap/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useAccount } from '../../../../app/use-account.ts';
import { t } from '../../../../i18n/t.tsx';
import { client } from '../../../../lib/client.ts';
import { hueOf } from '../../../../ui/avatar.tsx';
import { ErrorState } from '../../../../ui/error-state.tsx';
import { CardSkeleton } from '../../../../ui/skeleton.tsx';
import { usePeople } from '../../people.tsx';
import { useBoardModel } from '../../table-context.ts';
import type { RemoteCaret, Selected } from './carets.ts';
import { RefusedText, type Refused } from './refused-text.tsx';
import { RichEditor } from './rich-editor.tsx';

interface SharedTextProps {
  itemId: string;
  column: Column;
  isEditable: boolean;
}

/** A text that cannot be read is asked for again after this; an item that is still on its way has none yet. */
const RETRY_MS = 1_500;
/** Failures until the reader is told. */
const QUIET_TRIES = 3;

interface Opened {
  text: LongText;
  /** Grows with each document: an editor is bound to one. */
  generation: number;
}

/** A long text that several people write at once (live L21). */
export function SharedText({ itemId, column, isEditable }: SharedTextProps) {
  const editor = useRef<Editor>(null);
  const [refused, setRefused] = useState<Refused>();
  const { opened, isWaiting, failure, retry } = useLongText(itemId, column.id, (message) =>
    setRefused({ message, text: editor.current?.getText({ blockSeparator: '\n' }) ?? '' }),
  );
  const carets = useCarets(itemId, column.id);
  const tellCaret = useOwnCaret(itemId, column.id);
  if (!opened) {
    return failure ? <ErrorState message={failure} onRetry={retry} /> : <CardSkeleton lines={1} />;
  }
  return (
    <>
      {refused && <RefusedText refused={refused} onClose={() => setRefused(undefined)} />}
      <RichEditor
        key={opened.generation}
        label={column.name}
        placeholder={isEditable ? t('editor.textPlaceholder') : ''}
        isEditable={isEditable}
        source={{ kind: 'shared', content: opened.text.content, onCaret: tellCaret }}
        carets={carets}
        onUpdate={(changed) => {
          editor.current = changed;
        }}
        onFocus={(isFocused) => !isFocused && tellCaret(null)}
      />
      <Footnote key={String(isWaiting)} isWaiting={isWaiting} />
    </>
  );
}

/** Whether what was typed is safe by now (web W30). */
function Footnote({ isWaiting }: { isWaiting: boolean }) {
  const { board } = useBoardModel();
  const isOffline = board.status() === 'offline';
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setLate(true), RETRY_MS);
    return () => clearTimeout(timer);
  }, [isWaiting]);
  if (!isOffline && !(isWaiting && isLate)) return null;
  return (
    <p role="status" className="pt-1 text-xs text-muted">
      {t(isOffline ? 'editor.offline' : 'editor.saving')}
    </p>
  );
}

function useLongText(itemId: string, field: string, onRefused: (message: string) => void) {
  const { board } = useBoardModel();
  const [attempt, setAttempt] = useState(0);
  const [opened, setOpened] = useState<Opened>();
  const [isWaiting, setWaiting] = useState(false);
  const [failure, setFailure] = useState<string>();
  const refuse = useRef(onRefused);
  useEffect(() => {
    refuse.current = onRefused;
  });
  useEffect(() => {
    let text: LongText | undefined;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const fail = (error: unknown) => {
      if (isOver) return;
      if (attempt >= QUIET_TRIES) setFailure(error instanceof Error ? error.message : '');
      timer = setTimeout(() => setAttempt((before) => before + 1), RETRY_MS * (1 + attempt));
    };
    const show = (shown: LongText) =>
      setOpened((before) => ({ text: shown, generation: (before?.generation ?? 0) + 1 }));
    openBoardText({
      board,
      client,
      itemId,
      field,
      onWaiting: (waits) => !isOver && setWaiting(waits),
      onRefused(message, next) {
        if (isOver) return;
        refuse.current(message);
        show(next);
      },
    }).then((made) => {
      text = made;
      if (isOver) return void made.close();
      setFailure(undefined);
      show(made);
    }, fail);
    const stopWatching = whenHidden(() => void text?.flush());
    return () => {
      isOver = true;
      clearTimeout(timer);
      stopWatching();
      void text?.close();
    };
  }, [board, itemId, field, attempt]);
  return { opened, isWaiting, failure, retry: () => setAttempt((before) => before + 1) };
}

/** A page that is left or put aside may not come back. */
function whenHidden(run: () => void): () => void {
  window.addEventListener('pagehide', run);
  document.addEventListener('visibilitychange', run);
  return () => {
    window.removeEventListener('pagehide', run);
    document.removeEventListener('visibilitychange', run);
  };
}

/** Carets of others in this text. */
function useCarets(itemId: string, field: string): readonly RemoteCaret[] {
  const { board } = useBoardModel();
  const { nameOf } = usePeople();
  const { id: ownId } = useAccount();
  const carets = board.people().flatMap((person): RemoteCaret[] => {
    const { key, user, item, field: place, cursor, anchor } = person;
    const isHere = item === itemId && place === field && user !== ownId;
    if (!isHere || cursor === undefined) return [];
    return [{ key, name: nameOf(user), hue: hueOf(user), caret: cursor, anchor }];
  });
  const content = JSON.stringify(carets);
  return useMemo(() => JSON.parse(content) as readonly RemoteCaret[], [content]);
}

/** Tells others where one types. */
function useOwnCaret(itemId: string, field: string): (selected: Selected | null) => void {
  const { board } = useBoardModel();
  useEffect(() => () => board.setPresence({ state: 'active' }), [board]);
  return (selected) => {
    const here = { state: 'active', item: itemId } as const;
    if (selected === null) return board.setPresence(here);
    const { caret: cursor, anchor } = selected;
    board.setPresence({ ...here, field, editing: true, cursor, ...(anchor && { anchor }) });
  };
}
