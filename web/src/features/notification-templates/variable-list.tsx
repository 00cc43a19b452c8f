import { t } from '../../i18n/t.tsx';
import { Button } from '../../ui/button.tsx';

interface VariableListProps {
  names: readonly string[];
  onInsert: (name: string) => void;
}

/** The names that a text may use; a press puts one where the caret is. */
export function VariableList({ names, onInsert }: VariableListProps) {
  return (
    <section aria-label={t('tpl.variables')} className="flex flex-col gap-1.5">
      <h2 className="text-sm font-medium text-ink">{t('tpl.variables')}</h2>
      <div className="flex flex-wrap gap-1.5">
        {names.map((name) => (
          <Button
            key={name}
            size="sm"
            aria-label={t('tpl.insert', { name })}
            onClick={() => onInsert(name)}
          >
            <code translate="no" className="font-mono text-xs">
              {name}
            </code>
          </Button>
        ))}
      </div>
      <p className="text-sm text-muted">
        {t(names.length > 0 ? 'tpl.variablesText' : 'tpl.variablesNone')}
      </p>
    </section>
  );
}
