export { BoardGrid } from './board-grid.tsx';
export { AllBoards } from './all-boards.tsx';
export { BoardActs } from './boards-page.tsx';
export { BoardDialogs } from './board-dialogs.tsx';
export { FavouriteButton, FavouriteItem } from './favourite-button.tsx';
export { useBoardActions } from './use-board-actions.ts';
