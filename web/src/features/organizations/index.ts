export { CreateOrganizationForm } from './create-form.tsx';
