import { describe, expect, it } from 'vitest';
import { ListingParser, type Entry } from './listing';
import { ProblemError } from './problem';

const listing =
  '{"path":"/legacy/a b/","entries":[{"name":"x \\"y\\" }],{","href":"x%20y","kind":"file","size":123,"modified":"2026-11-22T10:00:00Z"},' +
  ' {"name":"目录","href":"%E7%9B%AE%E5%BD%95/","kind":"folder"} ],"skipped":2}';

function parse(pieces: readonly string[]) {
  const parser = new ListingParser();
  const entries: Entry[] = pieces.flatMap((piece) => parser.push(piece));
  return { entries, end: parser.end() };
}

describe('ListingParser', () => {
  it('reads entries and what surrounds them', () => {
    const { entries, end } = parse([listing]);
    expect(entries.map((entry) => entry.name)).toEqual(['x "y" }],{', '目录']);
    expect(entries[0]).toMatchObject({ href: 'x%20y', kind: 'file', size: 123 });
    expect(end).toEqual({ path: '/legacy/a b/', skipped: 2 });
  });

  it('does not depend on where the stream is cut', () => {
    const whole = parse([listing]);
    for (let at = 1; at < listing.length; at++) {
      expect(parse([listing.slice(0, at), listing.slice(at)])).toEqual(whole);
    }
    expect(parse([...listing])).toEqual(whole);
  });

  it('hands out an entry as soon as it is complete', () => {
    const parser = new ListingParser();
    expect(parser.push('{"path":"/","entries":[{"name":"a","href":"a","kind":"file"},{"name":')).toHaveLength(1);
    expect(parser.push('"b","href":"b","kind":"file"}')).toHaveLength(1);
  });

  it('reads an empty folder', () => {
    expect(parse(['{"path":"/legacy/","entries":[],"skipped":0}'])).toEqual({ entries: [], end: { path: '/legacy/', skipped: 0 } });
  });

  it('refuses half a listing', () => {
    expect(() => parse([listing.slice(0, -20)])).toThrow(ProblemError);
    expect(() => parse(['{"path":"/","entries":[{"name":"a"'])).toThrow(ProblemError);
    expect(() => parse([''])).toThrow(ProblemError);
  });
});
