import './ui/app.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './lib/query-client.ts';
import { router } from './app/router.ts';
import { followTheme } from './app/theme.ts';
import { chooseLanguage } from './i18n/choose-language.ts';

const root = document.querySelector('#root');
if (!root) throw new Error('index.html lacks #root');

followTheme();
await chooseLanguage();
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
