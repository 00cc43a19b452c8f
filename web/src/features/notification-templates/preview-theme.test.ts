import { describe, expect, it } from 'vitest';
import { themeMail } from './preview-theme.ts';

const mail =
  '<meta name="color-scheme" content="light dark"><style>:root{color-scheme:light dark}@media (prefers-color-scheme:dark){b{color:#fff}}</style><p>light dark</p>';

describe('SPEC D3: a mail in the theme of its reader', () => {
  it('takes the dark rules in the dark, and none of them in the light', () => {
    expect(themeMail(mail, 'dark')).toContain('@media all{b');
    expect(themeMail(mail, 'dark')).toContain(':root{color-scheme:dark}');
    expect(themeMail(mail, 'light')).toContain('@media not all{b');
    expect(themeMail(mail, 'light')).toContain('content="light">');
  });

  it('leaves what is said alone', () => {
    expect(themeMail(mail, 'dark')).toContain('<p>light dark</p>');
  });
});
