import { reach } from '../../i18n/en/reach.ts';
import { addEnglish } from '../../i18n/t.tsx';

// Their English comes with the page, not with the first script.
addEnglish(reach);
