export { JobsFrame } from './jobs-frame.tsx';
