import { describe, expect, it, vi } from 'vitest';
import { Thumbnails, hasThumbnail } from './thumbnails';

describe('Thumbnails', () => {
  it('are made two at a time, the latest wish first, each once', async () => {
    const finish: (() => void)[] = [];
    const make = vi.fn((url: string) => new Promise<string>((resolve) => finish.push(() => resolve(`small:${url}`))));
    const thumbnails = new Thumbnails(make);
    const { signal } = new AbortController();
    const all = ['a', 'b', 'c', 'd'].map((url) => thumbnails.get(url, '1', signal));
    expect(make.mock.calls.map(([url]) => url)).toEqual(['a', 'b']);
    finish[0]!();
    await all[0];
    await vi.waitFor(() => expect(make.mock.calls.map(([url]) => url)).toEqual(['a', 'b', 'd']));
    for (let at = 1; at < 4; at++) await vi.waitFor(() => finish[at]!());
    expect(await Promise.all(all)).toEqual(['small:a', 'small:b', 'small:c', 'small:d']);
    expect(await thumbnails.get('a', '1', signal)).toBe('small:a');
    expect(make).toHaveBeenCalledTimes(4);
  });

  it('are not made for what has left the view', async () => {
    const make = vi.fn(() => new Promise<string>(() => {}));
    const thumbnails = new Thumbnails(make);
    const gone = new AbortController();
    void thumbnails.get('a', '1', gone.signal);
    void thumbnails.get('b', '1', gone.signal);
    const third = thumbnails.get('c', '1', AbortSignal.abort());
    expect(make).toHaveBeenCalledTimes(2);
    void third;
  });

  it('keep the icon where there is no picture', async () => {
    const thumbnails = new Thumbnails(() => Promise.reject(new Error('no picture')));
    expect(await thumbnails.get('a', '1', new AbortController().signal)).toBeUndefined();
  });

  it('are only for pictures of a sensible size', () => {
    expect(hasThumbnail('a.JPG', 1000)).toBe(true);
    expect(hasThumbnail('a.svg', 1000)).toBe(false);
    expect(hasThumbnail('a.png', 900_000_000)).toBe(false);
    expect(hasThumbnail('a.png', undefined)).toBe(false);
  });
});
