import { useRef } from 'react';
import { t } from '../../i18n/t.tsx';
import type { TemplateChannel, TemplateHistory, TextDraft, TextProblem } from './template-types.ts';
import { TextBox } from './text-box.tsx';
import { VariableList } from './variable-list.tsx';
import { insertVariable, listVariables, offsetOf, readSample } from './variables.ts';

interface EditorFieldsProps {
  history: TemplateHistory;
  channel: TemplateChannel;
  draft: TextDraft;
  problems: readonly TextProblem[];
  onChange: (part: Partial<TextDraft>) => void;
}

type WrittenField = 'subject' | 'source';
type TextField = HTMLInputElement | HTMLTextAreaElement;

/** Subject and text with the variables that they may use, and the example values. */
export function EditorFields({ history, channel, draft, problems, onChange }: EditorFieldsProps) {
  const { boxOf, insert } = useBoxes({ channel, draft, problems, onChange });
  const sample = readSample(draft.sample);
  const names = history.isBuiltIn
    ? history.variables
    : listVariables(sample.ok ? sample.values : {});
  return (
    <>
      {channel !== 'sms' && (
        <TextBox
          label={t(channel === 'email' ? 'tpl.subject' : 'tpl.pushTitle')}
          maxLength={300}
          {...boxOf('subject')}
        />
      )}
      <TextBox
        label={t('tpl.source')}
        hint={t(hintOf(channel))}
        rows={channel === 'email' ? 12 : 5}
        maxLength={20_000}
        {...boxOf('source')}
      />
      <VariableList names={names} onInsert={insert} />
      <SampleBox
        value={draft.sample}
        isBuiltIn={history.isBuiltIn}
        problems={problems.filter(({ field }) => field === 'sample')}
        onChange={(value) => onChange({ sample: value })}
      />
    </>
  );
}

/** The two texts with one memory: a variable goes where the caret was last. */
function useBoxes({ channel, draft, problems, onChange }: Omit<EditorFieldsProps, 'history'>) {
  const fields = useRef<Partial<Record<WrittenField, TextField | null>>>({});
  const lastField = useRef<WrittenField>('source');
  const select = (field: WrittenField, from: number, to: number) =>
    // Once the text is drawn.
    requestAnimationFrame(() => {
      fields.current[field]?.focus();
      fields.current[field]?.setSelectionRange(from, to);
    });
  const insert = (name: string) => {
    const field = channel === 'sms' ? 'source' : lastField.current;
    const { selectionStart, selectionEnd } = fields.current[field] ?? {};
    const end = draft[field].length;
    const range = { from: selectionStart ?? end, to: selectionEnd ?? end };
    const { text, caret } = insertVariable(draft[field], name, range);
    onChange({ [field]: text });
    select(field, caret, caret);
  };
  const go = ({ field, at }: TextProblem) => {
    if (at === null || (field !== 'subject' && field !== 'source')) return;
    const from = offsetOf(draft[field], at);
    const close = draft[field].indexOf('}}', from);
    select(field, from, close < 0 ? from + 2 : close + 2);
  };
  const boxOf = (field: WrittenField) => ({
    value: draft[field],
    problems: problems.filter((problem) => problem.field === field),
    fieldRef: (element: TextField | null) => {
      fields.current[field] = element;
    },
    onFocus: () => {
      lastField.current = field;
    },
    onChange: (value: string) => onChange({ [field]: value }),
    onGo: go,
  });
  return { boxOf, insert };
}

function hintOf(channel: TemplateChannel) {
  if (channel === 'email') return 'tpl.sourceMailHint';
  return channel === 'sms' ? 'tpl.sourceSmsHint' : 'tpl.sourceHint';
}

interface SampleBoxProps {
  value: string;
  isBuiltIn: boolean;
  problems: readonly TextProblem[];
  onChange: (value: string) => void;
}

function SampleBox({ value, isBuiltIn, problems, onChange }: SampleBoxProps) {
  const sample = readSample(value);
  const own = sample.ok
    ? problems
    : [
        {
          field: 'sample' as const,
          message: t('tpl.sampleWrong', { problem: sample.problem }),
          at: null,
        },
      ];
  return (
    <TextBox
      isCode
      label={t('tpl.sample')}
      hint={t(isBuiltIn ? 'tpl.sampleHint' : 'tpl.sampleOwnHint')}
      rows={9}
      maxLength={16_384}
      value={value}
      problems={own}
      onChange={onChange}
    />
  );
}
