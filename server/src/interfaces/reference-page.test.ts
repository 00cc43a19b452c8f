import { existsSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium } from '../../../test/harness/chromium.ts';
import { buildOpenApi } from './openapi.ts';
import { registerReferencePage } from './reference-page.ts';

let app: FastifyInstance;
/** What `/api/openapi.json` asks for, and what a refresh answers. */
let wantedToken: string | undefined;
let tokenOfSession: string | undefined;

async function startApp(): Promise<string> {
  app = fastify();
  registerReferencePage(app);
  const text = JSON.stringify(
    buildOpenApi({ serverUrl: 'https://boards.example.com', version: '1.2.3' }),
  );
  app.get('/api/openapi.json', async (request, reply) => {
    const isRefused =
      wantedToken !== undefined && request.headers.authorization !== `Bearer ${wantedToken}`;
    return isRefused ? reply.code(401).send({}) : reply.type('application/json').send(text);
  });
  app.post('/api/v1/auth/refresh', async (_request, reply) => {
    if (tokenOfSession === undefined) return reply.code(401).send({});
    return { success: true, data: { accessToken: tokenOfSession } };
  });
  app.get('/api/v1/organizations', async (request) => ({
    success: true,
    data: [request.headers.authorization ?? 'nobody'],
  }));
  app.get('/favicon.svg', async (_request, reply) => reply.code(204).send());
  return app.listen({ port: 0, host: '127.0.0.1' });
}

let url: string;
beforeAll(async () => {
  url = await startApp();
});
afterAll(() => app.close());
afterEach(() => {
  wantedToken = undefined;
  tokenOfSession = undefined;
});

describe('SPEC E6, security S12: the reference page', () => {
  it('allows scripts of its own origin alone, and contains none inline', async () => {
    const { headers, body } = await app.inject('/api/docs');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    const scripts = [...body.matchAll(/<script\b([^>]*)>(.*?)<\/script>/gs)];
    expect(scripts).toHaveLength(2);
    for (const [, attributes, content] of scripts) {
      expect(attributes).toContain('src="/api/docs/');
      expect(content).toBe('');
    }
    expect(body).not.toMatch(/\son\w+=|<style/);
  });

  it.each(['page.css', 'page.js', 'swagger-ui.css', 'swagger-ui-bundle.js'])(
    'serves %s, compressed on request',
    async (name) => {
      const plain = await app.inject(`/api/docs/${name}`);
      expect(plain.statusCode).toBe(200);
      expect(plain.headers['content-type']).toContain(
        name.endsWith('.css') ? 'text/css' : 'text/javascript',
      );
      const zipped = await app.inject({
        url: `/api/docs/${name}`,
        headers: { 'accept-encoding': 'gzip' },
      });
      expect(zipped.headers['content-encoding']).toBe('gzip');
      expect(gunzipSync(zipped.rawPayload).equals(plain.rawPayload)).toBe(true);
    },
  );

  it('brings no telemetry along (security S19)', () => {
    expect(existsSync(new URL('../../../node_modules/@scarf/scarf', import.meta.url))).toBe(false);
  });
});

describe.skipIf(!hasChromium)('the reference page in a browser', () => {
  /** Opens the page and reports what it wanted from elsewhere and what it complained of. */
  async function open(
    look: (page: Page) => Promise<void>,
  ): Promise<{ foreign: string[]; complaints: string[] }> {
    const browser = await launchChromium();
    const foreign: string[] = [];
    const complaints: string[] = [];
    try {
      const page = await browser.newPage();
      page.on('request', (request) => {
        if (!request.url().startsWith(url) && !request.url().startsWith('data:'))
          foreign.push(request.url());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) complaints.push(message.text());
      });
      await page.goto(`${url}/api/docs`);
      await look(page);
      return { foreign, complaints };
    } finally {
      await browser.close();
    }
  }

  it('draws the document and tries an operation out on its own host, without asking any other', async () => {
    const { foreign, complaints } = await open(async (page) => {
      await page.locator('#operations-tag-organizations').click();
      const block = page.locator('.opblock', { hasText: 'organizations.list' });
      await block.locator('.opblock-summary-control').click();
      await block.getByRole('button', { name: 'Execute' }).click();
      await block.locator('.live-responses-table', { hasText: 'nobody' }).waitFor();
    });
    expect(foreign).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('asks to sign in when the document wants a credential and there is no session (security S18)', async () => {
    wantedToken = 'good';
    await open(async (page) => {
      await page.getByText('Sign in first').waitFor();
      expect(await page.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe(
        '/log-in?next=%2Fapi%2Fdocs',
      );
      expect(await page.locator('.opblock').count()).toBe(0);
    });
  });

  it('uses the session of the web app, for the document and to try operations out', async () => {
    wantedToken = 'good';
    tokenOfSession = 'good';
    await open(async (page) => {
      await page.locator('#operations-tag-organizations').click();
      const block = page.locator('.opblock', { hasText: 'organizations.list' });
      await block.locator('.opblock-summary-control').click();
      await block.getByRole('button', { name: 'Execute' }).click();
      await block.locator('.live-responses-table', { hasText: 'Bearer good' }).waitFor();
    });
  });
});
