import { cache } from '../../i18n/en/cache.ts';
import { addEnglish } from '../../i18n/t.tsx';

// Only the owner of the instance opens this page: its English comes with it, not with the first script.
addEnglish(cache);
