import { describe, expect, it } from 'vitest';
import { recipes } from './mount';

describe('recipes', () => {
  it('name the share as each system wants it', () => {
    const made = recipes('https://files.example.org:8443', '/legacy/');
    expect(made.windows).toBe(String.raw`net use Z: \\files.example.org@SSL@8443\DavWWWRoot\legacy /user:USER *`);
    expect(recipes('http://localhost:8080', '/').windows).toBe(String.raw`net use Z: \\localhost@8080\DavWWWRoot /user:USER *`);
    expect(made.macos).toContain('mount_webdav -i https://files.example.org:8443/legacy/ ~/legacy');
    expect(made.proxy).toContain('ftp_proxy=http://files.example.org:8443/');
  });

  it('quote what a shell would take apart', () => {
    expect(recipes('https://h', "/it's/").tools).toContain(String.raw`'https://h/it'\''s/file.txt'`);
  });

  it('hold a policy that is JSON', () => {
    expect(JSON.parse(recipes('https://h', '/').policy)).toEqual({
      RegisteredProtocolHandlers: [
        { protocol: 'ftp', url: 'https://h/-/open?url=%s', default: true },
        { protocol: 'ftps', url: 'https://h/-/open?url=%s', default: true },
      ],
    });
  });
});
