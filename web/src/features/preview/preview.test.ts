import { describe, expect, it } from 'vitest';
import { Unencodable, decode, encode, guess, lineEnd } from './charset';
import { previewKind } from './kinds';
import { linkOf, pictureOf, withoutHandlers } from './references';

describe('previewKind', () => {
  it.each([
    ['a.JPG', 'image'],
    ['drawing.svg', 'image'],
    ['a.pdf', 'pdf'],
    ['readme.md', 'markdown'],
    ['README', 'text'],
    ['a.html', 'text'],
    ['song.mp3', 'audio'],
    ['film.webm', 'video'],
    ['a.zip', 'none'],
    ['noext', 'none'],
  ])('%s is %s', (name, kind) => expect(previewKind('file', name)).toBe(kind));
});

describe('charset', () => {
  const gbk = Uint8Array.from([0xd6, 0xd0, 0xce, 0xc4]);

  it('is guessed from the bytes, then from the language', () => {
    expect(guess(new TextEncoder().encode('中文'), 'en', false)).toBe('utf-8');
    expect(guess(gbk, 'zh-CN', false)).toBe('gb18030');
    expect(guess(gbk, 'en', false)).toBe('windows-1252');
    expect(guess(Uint8Array.from([0xff, 0xfe, 0x41, 0]), 'en', false)).toBe('utf-16le');
  });

  it('a character cut in two at the end is still UTF-8', () => {
    const bytes = new TextEncoder().encode('中文').subarray(0, 5);
    expect(guess(bytes, 'zh-CN', true)).toBe('utf-8');
    expect(guess(bytes, 'zh-CN', false)).toBe('gb18030');
  });

  it.each(['gb18030', 'big5', 'shift_jis', 'euc-kr', 'windows-1251', 'utf-16le', 'utf-16be', 'utf-8'] as const)(
    'what is written in %s reads the same',
    (charset) => {
      const text = { gb18030: '中文 a', big5: '中文 a', shift_jis: '日本 a', 'euc-kr': '한국 a', 'windows-1251': 'Привет' }[charset as string] ?? 'a ß 中';
      const { text: read, form } = decode(encode(text, { charset, mark: false }), charset);
      expect(read).toBe(text);
      expect(form).toEqual({ charset, mark: false });
    },
  );

  it('keeps the bytes of a file as they were', () => {
    const { text, form } = decode(gbk, 'gb18030');
    expect(text).toBe('中文');
    expect([...encode(text, form)]).toEqual([...gbk]);
    const marked = Uint8Array.from([0xef, 0xbb, 0xbf, 0x41]);
    const read = decode(marked, 'utf-8');
    expect(read.text).toBe('A');
    expect([...encode(read.text, read.form)]).toEqual([...marked]);
  });

  it('says which character it lacks', () => {
    expect(() => encode('€😀', { charset: 'windows-1252', mark: false })).toThrow(Unencodable);
  });

  it('knows how lines end', () => {
    expect(lineEnd('a\r\nb\r\nc')).toBe('\r\n');
    expect(lineEnd('a\nb')).toBe('\n');
    expect(lineEnd('')).toBe('\n');
  });
});

describe('references in a text', () => {
  const base = '/legacy/docs/';

  it('are relative to its folder', () => {
    expect(linkOf('../b.txt', base)).toBe(`${location.origin}/legacy/b.txt`);
    expect(linkOf('https://example.org/', base)).toBe('https://example.org/');
    expect(pictureOf('p.png', base)).toBe(`${location.origin}/legacy/docs/p.png`);
  });

  it('run nothing, and load nothing from elsewhere', () => {
    expect(linkOf('javascript:alert(1)', base)).toBeUndefined();
    expect(linkOf('data:text/html,x', base)).toBeUndefined();
    expect(linkOf(null, base)).toBeUndefined();
    expect(pictureOf('https://elsewhere.example/p.png', base)).toBeUndefined();
    expect(pictureOf('data:image/png;base64,AA', base)).toBeUndefined();
  });

  it('have no event handlers', () => {
    expect(withoutHandlers('<img src=x onerror="alert(1)"/onload=alert(1) alt="on time = now">')).toBe('<img src=x   alt="on time = now">');
    expect(withoutHandlers("<p style='color: red' align=center>")).toBe('<p  align=center>');
  });
});
