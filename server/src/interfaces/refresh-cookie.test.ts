import { describe, expect, it } from 'vitest';
import { nameRefreshCookie } from './refresh-cookie.ts';

describe('security S7: the name of the refresh cookie', () => {
  it.each([
    ['https://boards.example.com', '__Host-bw_refresh'],
    ['https://boards.example.com:8443', '__Host-bw_refresh_8443'],
    ['http://127.0.0.1:3000', 'bw_refresh_3000'],
    ['http://[::1]:3001', 'bw_refresh_3001'],
    ['http://boards.internal', 'bw_refresh'],
  ])('for %s', (publicUrl, name) => expect(nameRefreshCookie(publicUrl)).toBe(name));
});
