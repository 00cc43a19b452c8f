import { CircleAlert } from 'lucide-react';
import { type ReactNode, type Ref, useId } from 'react';
import { t } from '../../i18n/t.tsx';
import { Input, Textarea } from '../../ui/input.tsx';
import type { TextProblem } from './template-types.ts';

interface TextBoxProps {
  label: string;
  hint?: ReactNode;
  value: string;
  problems: readonly TextProblem[];
  /** One line, or as many as these. */
  rows?: number;
  isCode?: boolean;
  maxLength?: number;
  fieldRef?: Ref<HTMLInputElement | HTMLTextAreaElement>;
  onChange: (value: string) => void;
  onFocus?: () => void;
  /** Shows the place of a problem. */
  onGo?: (problem: TextProblem) => void;
}

/** A text to write, with what is wrong in it and where. */
export function TextBox({ label, hint, problems, rows, isCode = false, ...box }: TextBoxProps) {
  const { value, maxLength, fieldRef, onChange, onFocus, onGo } = box;
  const id = useId();
  const isWrong = problems.length > 0;
  const control = {
    id,
    value,
    maxLength,
    onFocus,
    spellCheck: !isCode,
    // Words and names of variables stay as they were written.
    translate: 'no' as const,
    'aria-invalid': isWrong || undefined,
    'aria-describedby': isWrong ? `${id}-problems` : hint ? `${id}-hint` : undefined,
    onChange: ({ target }: { target: { value: string } }) => onChange(target.value),
  };
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium text-ink">
        {label}
      </label>
      {rows === undefined ? (
        <Input {...control} ref={fieldRef as Ref<HTMLInputElement>} autoComplete="off" />
      ) : (
        <Textarea
          {...control}
          ref={fieldRef as Ref<HTMLTextAreaElement>}
          rows={rows}
          className={isCode ? 'font-mono text-xs leading-5' : ''}
        />
      )}
      {isWrong && <Problems id={`${id}-problems`} problems={problems} onGo={onGo} />}
      {hint && !isWrong && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

interface ProblemsProps {
  id: string;
  problems: readonly TextProblem[];
  onGo: ((problem: TextProblem) => void) | undefined;
}

function Problems({ id, problems, onGo }: ProblemsProps) {
  return (
    <div id={id} role="alert">
      <ul className="flex flex-col gap-1 text-sm text-danger-ink">
        {problems.map((problem, index) => (
          <li key={index} className="flex gap-1.5">
            <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            <span>
              {problem.at && <Place problem={problem} onGo={onGo} />}
              {problem.message}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Place({ problem, onGo }: { problem: TextProblem; onGo: ProblemsProps['onGo'] }) {
  if (problem.at === null) return null;
  const text = t('tpl.at', problem.at);
  return (
    <>
      <button
        type="button"
        title={t('tpl.goThere')}
        className="min-h-6 rounded-inner font-medium underline underline-offset-2"
        onClick={() => onGo?.(problem)}
      >
        {text}
      </button>
      {': '}
    </>
  );
}
