export { ImportDrop } from './import-drop.tsx';
