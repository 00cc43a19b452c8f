import { type Theme, usePreferences } from './preferences.ts';

function applyTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
}

/** Applies the chosen theme now and whenever it changes, in other tabs too. */
export function followTheme(): void {
  applyTheme(usePreferences.getState().theme);
  usePreferences.subscribe(({ theme }) => applyTheme(theme));
  window.addEventListener('storage', () => void usePreferences.persist.rehydrate());
}
