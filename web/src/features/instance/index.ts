export { MailFrame } from './mail-frame.tsx';
export { OwnerOnly } from './owner-only.tsx';
