import type { Editor } from '@tiptap/core';
import { toggleMark } from '@tiptap/pm/commands';
import type { Command } from '@tiptap/pm/state';
import {
  Bold,
  Code,
  Italic,
  Link2,
  List,
  ListOrdered,
  type LucideIcon,
  Quote,
  SquareCode,
  Strikethrough,
} from 'lucide-react';
import { type SubmitEvent, useEffect, useState } from 'react';
import { t } from '../../../../i18n/t.tsx';
import { Button } from '../../../../ui/button.tsx';
import { cx } from '../../../../ui/cx.ts';
import { Input } from '../../../../ui/input.tsx';
import { type BlockKind, kindAt, toggleBlock } from './blocks.ts';
import { isSafeLink } from './schema.ts';

const MARKS = [
  { name: 'bold', icon: Bold },
  { name: 'italic', icon: Italic },
  { name: 'strike', icon: Strikethrough },
  { name: 'code', icon: Code },
] as const;

const BLOCKS = [
  { kind: 'bullets', icon: List },
  { kind: 'numbers', icon: ListOrdered },
  { kind: 'quote', icon: Quote },
  { kind: 'codeBlock', icon: SquareCode },
] as const satisfies readonly { kind: BlockKind; icon: LucideIcon }[];

/** Runs a command and leaves the focus in the text. */
export function runIn(editor: Editor, command: Command): void {
  command(editor.state, (tr) => editor.view.dispatch(tr), editor.view);
  editor.view.focus();
}

/** Draws the caller anew with every change of the editor. */
function useEditorChanges(editor: Editor): void {
  const [, setCount] = useState(0);
  useEffect(() => {
    const onChange = () => setCount((count) => count + 1);
    editor.on('transaction', onChange);
    return () => void editor.off('transaction', onChange);
  }, [editor]);
}

/** Buttons for the formats of what is selected. */
export function Toolbar({ editor }: { editor: Editor }) {
  const [isLinking, setLinking] = useState(false);
  useEditorChanges(editor);
  if (isLinking) return <LinkField editor={editor} onClose={() => setLinking(false)} />;
  const { marks } = editor.schema;
  const kind = kindAt(editor.state);
  return (
    <div role="toolbar" aria-label={t('editor.formats')} className="flex flex-1 flex-wrap gap-0.5">
      {MARKS.map(({ name, icon }) => (
        <Format
          key={name}
          icon={icon}
          label={t(`editor.${name}`)}
          isOn={editor.isActive(name)}
          onPress={() => marks[name] && runIn(editor, toggleMark(marks[name]))}
        />
      ))}
      <Format
        icon={Link2}
        label={t('editor.link')}
        isOn={editor.isActive('link')}
        onPress={() => setLinking(true)}
      />
      {BLOCKS.map((block) => (
        <Format
          key={block.kind}
          icon={block.icon}
          label={t(`editor.${block.kind}`)}
          isOn={kind === block.kind}
          onPress={() => runIn(editor, toggleBlock(block.kind))}
        />
      ))}
    </div>
  );
}

interface FormatProps {
  icon: LucideIcon;
  label: string;
  isOn: boolean;
  onPress: () => void;
}

function Format({ icon: Icon, label, isOn, onPress }: FormatProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-pressed={isOn}
      // The text keeps the focus, and with it the selection.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
      className={cx(
        'grid size-7 place-items-center rounded-inner text-muted transition-colors hover:bg-hover hover:text-ink',
        isOn && 'bg-accent-soft text-accent-ink',
      )}
    >
      <Icon aria-hidden="true" className="size-4" />
    </button>
  );
}

/** Where the selected text leads. */
function LinkField({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const [href, setHref] = useState(String(editor.getAttributes('link')['href'] ?? ''));
  const address = /^[a-z][a-z\d+.-]*:/i.test(href) || href === '' ? href : `https://${href}`;
  const isWrong = address !== '' && !isSafeLink(address);
  const close = () => {
    onClose();
    editor.view.focus();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (isWrong) return;
    setLink(editor, address);
    close();
  };
  return (
    <form className="flex flex-1 items-center gap-2" onSubmit={submit}>
      <Input
        autoFocus
        className="h-7 flex-1 px-2 text-sm"
        aria-label={t('editor.address')}
        aria-invalid={isWrong}
        placeholder="https://"
        value={href}
        onChange={(event) => setHref(event.target.value.trim())}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          event.stopPropagation();
          close();
        }}
      />
      <Button size="sm" type="submit" disabled={isWrong}>
        {t(address === '' ? 'editor.unlink' : 'editor.setLink')}
      </Button>
    </form>
  );
}

function setLink(editor: Editor, href: string): void {
  const link = editor.schema.marks['link'];
  if (!link) return;
  const chain = editor.chain().focus().extendMarkRange('link');
  if (href === '') return void chain.unsetMark('link').run();
  if (!editor.state.selection.empty || editor.isActive('link'))
    return void chain.setMark('link', { href }).run();
  const text = editor.schema.text(href, [link.create({ href })]);
  editor.view.dispatch(editor.state.tr.replaceSelectionWith(text, false).removeStoredMark(link));
}
