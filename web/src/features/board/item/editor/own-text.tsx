import type { RichText } from '@boardwire/contract/rich-text';
import type { ReactNode } from 'react';
import { RichEditor } from './rich-editor.tsx';
import { toContent, toTree } from './tree.ts';

export { SharedText } from './shared-text.tsx';

interface OwnTextProps {
  label: string;
  placeholder: string;
  initial: RichText;
  isFocused?: boolean;
  className?: string;
  footer: ReactNode;
  onChange: (document: RichText) => void;
  onSubmit: () => void;
  onEscape?: () => void;
}

/** A text of one's own, such as a comment before it is sent. */
export function OwnText({ initial, onChange, ...rest }: OwnTextProps) {
  return (
    <RichEditor
      {...rest}
      isEditable
      source={{ kind: 'own', content: toContent(initial) }}
      onUpdate={(editor) => onChange(toTree(editor.getJSON()))}
    />
  );
}
