import { jobs } from '../../i18n/en/jobs.ts';
import { addEnglish } from '../../i18n/t.tsx';

// Only the owner of the instance opens these pages: their English comes with them, not with the first script.
addEnglish(jobs);
