export { LogInForm } from './log-in-form.tsx';
export { RegisterForm } from './register-form.tsx';
