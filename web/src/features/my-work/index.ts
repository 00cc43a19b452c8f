export { AssignedSection } from './assigned-section.tsx';
