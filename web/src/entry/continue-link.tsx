import { Link } from '@tanstack/react-router';
import { hasSession } from '../app/session.ts';
import { t } from '../i18n/t.tsx';
import { buttonClass } from '../ui/button.tsx';

/** On into the app, or to the log-in first. */
export function ContinueLink() {
  return (
    <Link to="/" className={buttonClass({ variant: 'primary', size: 'lg', full: true })}>
      {t(hasSession() ? 'entry.continue' : 'entry.logIn')}
    </Link>
  );
}
