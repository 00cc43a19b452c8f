import { delivery } from '../../i18n/en/delivery.ts';
import { queues } from '../../i18n/en/queues.ts';
import { addEnglish } from '../../i18n/t.tsx';

// Few open these pages: their English comes with them, not with the first script.
addEnglish({ ...delivery, ...queues });
