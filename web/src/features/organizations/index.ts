export { CreateOrganizationForm } from './create-form.tsx';
export { FirstSteps } from './first-steps.tsx';
