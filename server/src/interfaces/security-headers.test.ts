import { describe, expect, it } from 'vitest';
import { loadConfig } from '../platform/config/config.ts';
import { computeSecurityHeaders } from './security-headers.ts';

const local = computeSecurityHeaders(loadConfig({}));
const exposed = computeSecurityHeaders(loadConfig({ PUBLIC_URL: 'https://boards.example.com' }));

describe('security S12: headers', () => {
  it('allow scripts of our own files alone', () => {
    const policy = local['content-security-policy'] ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("object-src 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).toContain('trusted-types boardwire-mail ProseMirrorClipboard');
    expect(policy).not.toContain('allow-duplicates');
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  });

  it('stop sniffing, and tell other sites and windows nothing', () => {
    expect(local).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  it('pin https where it is used, and not on a local machine', () => {
    expect(exposed['strict-transport-security']).toContain('max-age=31536000');
    expect(exposed['content-security-policy']).toContain('upgrade-insecure-requests');
    expect(local['strict-transport-security']).toBeUndefined();
  });
});
