import { describe, expect, it } from 'vitest';
import { addressOf, crumbsOf, encodeName, hrefInParent, parentOf } from './address';

describe('addresses', () => {
  it('know their backend', () => {
    expect(addressOf('/')).toEqual({ path: '/', isFolder: true });
    expect(addressOf('/my%20server/x')).toEqual({ path: '/my%20server/x', isFolder: false, backend: 'my server' });
  });

  it('keep bytes that are not UTF-8 as they are', () => {
    const path = '/legacy/%C4%E3/x/';
    expect(crumbsOf(path)).toEqual([
      { label: 'legacy', href: '/legacy/' },
      { label: '%C4%E3', href: '/legacy/%C4%E3/' },
      { label: 'x', href: '/legacy/%C4%E3/x/' },
    ]);
    expect(crumbsOf(path, '/legacy/你/x/')[1]).toEqual({ label: '你', href: '/legacy/%C4%E3/' });
  });

  it('do not trust words of another depth', () => {
    expect(crumbsOf('/legacy/a%2Fb/', '/legacy/a/b/')[1]?.label).toBe('a/b');
  });

  it('lead up', () => {
    expect(parentOf('/legacy/a/')).toBe('/legacy/');
    expect(parentOf('/legacy/a')).toBe('/legacy/');
    expect(parentOf('/legacy/')).toBe('/');
    expect(parentOf('/')).toBeUndefined();
    expect(hrefInParent('/legacy/a%20b/')).toBe('a%20b/');
  });
});

describe('encodeName', () => {
  it('encodes what would change the meaning of a URL', () => {
    expect(encodeName('a b#c?d%e/f')).toBe('a%20b%23c%3Fd%25e%2Ff');
  });

  it('does not fail on half a surrogate pair', () => {
    expect(encodeName('\uD800x')).toBe('%EF%BF%BDx');
  });
});
