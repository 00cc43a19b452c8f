/** What a reader's screen is like. */
export type PreviewTheme = 'light' | 'dark';

/** Whether this page is dark at the moment. */
export function isDarkNow(): boolean {
  const { theme } = document.documentElement.dataset;
  if (theme === 'dark' || theme === 'light') return theme === 'dark';
  return window.matchMedia('(prefers-color-scheme: dark)').matches;
}

/** A mail as a reader with this theme sees it, whatever the one of this page is. */
export function themeMail(html: string, theme: PreviewTheme): string {
  return html
    .replace(/\(prefers-color-scheme:\s*dark\)/g, theme === 'dark' ? 'all' : 'not all')
    .replace(/(color-scheme:|color-schemes:|content=")light dark/g, `$1${theme}`);
}
