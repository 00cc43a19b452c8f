export { VerifyButton } from './verify-button.tsx';
