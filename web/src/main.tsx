import './ui/app.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './lib/query-client.ts';
import { router } from './app/router.ts';
import { followTheme } from './app/theme.ts';
import { followPushes } from './pwa/follow-pushes.ts';
import { registerWorker } from './pwa/register-worker.ts';
import { useTextLocale } from './i18n/t.tsx';
import { chooseLanguage } from './i18n/choose-language.ts';

const root = document.querySelector('#root');
if (!root) throw new Error('index.html lacks #root');

followTheme();
registerWorker();
followPushes((path) => router.history.push(path));
await chooseLanguage();
/** Everything, drawn anew in another language. */
function App() {
  const language = useTextLocale();
  return (
    <StrictMode key={language}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>
  );
}

createRoot(root).render(<App />);
