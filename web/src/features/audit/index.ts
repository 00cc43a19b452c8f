export { OwnActivity } from './own-activity.tsx';
