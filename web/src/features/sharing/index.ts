export { ShareDialog } from './share-dialog.tsx';
export { BoardSettingsDialog } from './board-settings-dialog.tsx';
