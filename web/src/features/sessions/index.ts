export { SessionSection } from './session-section.tsx';
