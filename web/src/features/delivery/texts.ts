import { addEnglish } from '../../i18n/t.tsx';
import { delivery } from '../../i18n/en/delivery.ts';

// Few open these pages: their English comes with them, not with the first script.
addEnglish(delivery);
