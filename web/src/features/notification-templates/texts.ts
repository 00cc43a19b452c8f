import { notificationTemplates } from '../../i18n/en/notification-templates.ts';
import { addEnglish } from '../../i18n/t.tsx';

addEnglish(notificationTemplates);
