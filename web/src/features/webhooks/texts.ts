import { webhooks } from '../../i18n/en/webhooks.ts';
import { addEnglish } from '../../i18n/t.tsx';

addEnglish(webhooks);
