import { useState } from 'react';
import { t, useTextLocale } from '../../i18n/t.tsx';
import { Field } from '../../ui/field.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { channelsOf, localeName, localesOf } from './template-name.ts';
import { isLocale } from './template-search.ts';
import type { TemplateChannel, TemplateHistory } from './template-types.ts';

interface PlaceBarProps {
  history: TemplateHistory;
  locale: string;
  channel: TemplateChannel;
  onChange: (place: { locale: string; channel: TemplateChannel }) => void;
}

const OTHER = 'other';

/** Chooses the language and the channel whose text is written. */
export function PlaceBar({ history, locale, channel, onChange }: PlaceBarProps) {
  const [isAdding, setAdding] = useState(false);
  return (
    <div className="flex flex-wrap items-end gap-x-6 gap-y-4">
      <Field label={t('tpl.language')} className="w-60 max-w-full">
        {(control) => (
          <Select
            {...control}
            value={locale}
            onChange={({ target }) =>
              target.value === OTHER ? setAdding(true) : onChange({ locale: target.value, channel })
            }
          >
            {localesOf(history, locale).map((one) => (
              <LocaleOption key={one} locale={one} history={history} channel={channel} />
            ))}
            <option value={OTHER}>{t('tpl.otherLanguage')}</option>
          </Select>
        )}
      </Field>
      <Segmented
        label={t('tpl.channel')}
        value={channel}
        onChange={(next) => onChange({ locale, channel: next })}
        options={channelsOf(history).map((value) => ({ value, label: t(`channel.${value}`) }))}
      />
      {isAdding && (
        <NameDialog
          title={t('tpl.otherLanguageTitle')}
          label={t('tpl.otherLanguageLabel')}
          action={t('tpl.add')}
          placeholder="es"
          onClose={() => setAdding(false)}
          onSubmit={(tag) => {
            if (!isLocale(tag)) return t('tpl.otherLanguageRule');
            onChange({ locale: tag, channel });
            return undefined;
          }}
        />
      )}
    </div>
  );
}

interface LocaleOptionProps {
  locale: string;
  history: TemplateHistory;
  channel: TemplateChannel;
}

/** A language, with a word where it has a text for the channel. */
function LocaleOption({ locale, history, channel }: LocaleOptionProps) {
  const textLocale = useTextLocale();
  const hasText = history.texts.some((text) => text.locale === locale && text.channel === channel);
  const name = localeName(locale, textLocale);
  return <option value={locale}>{hasText ? `${name} · ${t('tpl.hasText')}` : name}</option>;
}
