export { BoardCards } from './boards-by-workspace.tsx';
export { ShareDialog } from './share-dialog.tsx';
