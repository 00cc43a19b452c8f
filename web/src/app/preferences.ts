import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type Theme = 'system' | 'light' | 'dark';

/** What this browser remembers about how the app looks and behaves; nothing secret. */
interface Preferences {
  theme: Theme;
  isSidebarNarrow: boolean;
  /** Single-character shortcuts can be turned off (web W3, WCAG 2.1.4). */
  characterShortcuts: boolean;
  /** Keys of shortcuts that differ from the catalogue; null: off. */
  ownKeys: Readonly<Record<string, string | null>>;
  /** Workspaces that are folded in the sidebar. */
  foldedWorkspaces: readonly string[];
  lastOrganizationId: string | null;
  /** Nobody wants to be asked about pushes here again (web W50). */
  isPushDeclined: boolean;
  /** The first-run wizard was begun here and not yet left for the app (web W46). */
  isWizardOpen: boolean;
}

/** The key is also read by public/theme.js before the first paint. */
export const PREFERENCES_KEY = 'boardwire.preferences';

export const usePreferences = create<Preferences>()(
  persist(
    (): Preferences => ({
      theme: 'system',
      isSidebarNarrow: false,
      characterShortcuts: true,
      ownKeys: {},
      foldedWorkspaces: [],
      lastOrganizationId: null,
      isPushDeclined: false,
      isWizardOpen: false,
    }),
    { name: PREFERENCES_KEY, version: 1 },
  ),
);

export function setPreference(change: Partial<Preferences>): void {
  usePreferences.setState(change);
}
