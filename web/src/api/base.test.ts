import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

describe('below a base path', () => {
  beforeEach(() => {
    vi.resetModules();
    document.documentElement.dataset['base'] = '/ftp';
  });

  afterEach(() => {
    delete document.documentElement.dataset['base'];
    vi.resetModules();
  });

  it('addresses are whole paths whose first segments name no server', async () => {
    const { addressOf, crumbsOf, parentOf, serverOf } = await import('./address');
    expect(addressOf('/ftp/')).toEqual({ path: '/ftp/', isFolder: true });
    expect(addressOf('/ftp/legacy/a').backend).toBe('legacy');
    expect(crumbsOf('/ftp/legacy/%C4%E3/', '/legacy/你/')).toEqual([
      { label: 'legacy', href: '/ftp/legacy/' },
      { label: '你', href: '/ftp/legacy/%C4%E3/' },
    ]);
    expect(parentOf('/ftp/legacy/')).toBe('/ftp/');
    expect(parentOf('/ftp/')).toBeUndefined();
    expect(serverOf('/ftp/legacy/a/b')).toBe('/ftp/legacy/');
  });

  it('what is no file is there too', async () => {
    const { reserved, withBase, belowBase } = await import('./base');
    expect(reserved('api/session')).toBe('/ftp/-/api/session');
    expect(withBase('/legacy/')).toBe('/ftp/legacy/');
    expect(withBase('/ftp/legacy/')).toBe('/ftp/legacy/');
    expect(belowBase('/ftp/legacy/')).toBe('/legacy/');
    // Another server's name only begins like the base.
    expect(belowBase('/ftp2/x/')).toBe('/ftp2/x/');
  });

  it('is in what administrators copy', async () => {
    const { recipes } = await import('../features/admin/mount');
    const made = recipes('https://h', '/ftp/legacy/');
    expect(made.macos).toContain('https://h/ftp/legacy/ ~/legacy');
    expect(made.policy).toContain('https://h/ftp/-/open?url=%s');
  });
});
