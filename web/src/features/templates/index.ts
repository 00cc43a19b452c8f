export { DoorFace, Doors } from './doors.tsx';
export { TemplatePreview } from './template-preview.tsx';
