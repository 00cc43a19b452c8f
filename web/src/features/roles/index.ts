export { PermissionField } from './permission-field.tsx';
export { isWithin, permissionText } from './permission-text.ts';
