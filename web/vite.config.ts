import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { listShellFiles } from './shell-files.ts';

const API_ORIGIN = process.env['BOARDWIRE_API'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react(), tailwindcss(), listShellFiles()],
  server: {
    host: '127.0.0.1',
    port: 5173,
    // The server takes the refresh cookie from its own origin alone, so the proxy speaks as that.
    proxy: {
      '/api': { target: API_ORIGIN, changeOrigin: true, headers: { origin: API_ORIGIN } },
    },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    // The content security policy allows neither data: fonts nor inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // light-dark() must stay native: its down-levelled form breaks nested themes.
    rolldownOptions: {
      output: {
        // Merged files may import each other; without this, a constant can be read before it is there.
        strictExecutionOrder: true,
        chunkFileNames: ({ name }) =>
          name.startsWith('shared') ? 'assets/shared-[hash].js' : 'assets/[name]-[hash].js',
        // Few files instead of a hundred: what every page needs, split by how often it changes, and
        // what several pages share. A page alone stays a file of its own.
        codeSplitting: {
          groups: [
            { name: 'libraries', tags: ['$initial'], test: /node_modules/, priority: 3 },
            { name: 'start', tags: ['$initial'], priority: 2 },
            {
              name: 'shared',
              minShareCount: 2,
              entriesAware: true,
              entriesAwareMergeThreshold: 24_000,
            },
          ],
        },
      },
    },
    cssTarget: ['chrome125', 'firefox128', 'safari17.5'],
  },
});
