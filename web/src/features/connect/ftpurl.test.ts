import { describe, expect, it } from 'vitest';
import { readAddress } from './ftpurl';

describe('readAddress', () => {
  it('takes an FTP URL apart and keeps the password out of it', () => {
    expect(readAddress('ftp://ann:p%40ss@ftp.example.org:2121/pub/a b')).toEqual({
      kind: 'ftp',
      url: 'ftp://ftp.example.org:2121/pub/a%20b',
      label: 'ftp.example.org:2121/pub/a b',
      user: 'ann',
      password: 'p@ss',
    });
  });

  it('needs no scheme', () => {
    expect(readAddress(' ftp.example.org ')).toMatchObject({ kind: 'ftp', url: 'ftp://ftp.example.org/' });
    expect(readAddress('[2001:db8::1]:21/x')).toMatchObject({ url: 'ftp://[2001:db8::1]:21/x' });
  });

  it('does not encode again what is encoded', () => {
    expect(readAddress('ftp://h/%D6%D0/100%')).toMatchObject({ url: 'ftp://h/%D6%D0/100%25' });
  });

  it('takes a folder of this gateway', () => {
    expect(readAddress('/legacy/Price lists/')).toEqual({ kind: 'path', path: '/legacy/Price%20lists/' });
  });

  it.each([
    ['', 'empty'],
    ['sftp://h/', 'sftp'],
    ['https://h/', 'scheme'],
    ['ftp://', 'host'],
    ['two words', 'host'],
    ['h:notaport', 'host'],
  ])('refuses %j: %s', (text, why) => {
    expect(readAddress(text)).toEqual({ kind: 'refused', why });
  });
});
