import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createFolder } from '../../api/changes';
import { ProblemError, type ProblemCode } from '../../api/problem';
import { upload, type UploadOptions } from '../../api/upload';
import type { Picked } from './dropped';
import { Transfers } from './transfers.svelte';

vi.mock('../../api/upload');
vi.mock('../../api/changes');

const problem = (code: ProblemCode, status: number, retryAfterSeconds = 1) =>
  new ProblemError({ code, status, title: '', retryAfterSeconds });
const file = (name: string, ...folders: string[]): Picked => ({ kind: 'file', file: new File(['12345'], name), folders });
const settled = async (transfers: Transfers) => vi.waitFor(() => expect(transfers.active).toBe(0));
const urls = () => vi.mocked(upload).mock.calls.map(([url]) => url);

describe('Transfers', () => {
  let transfers: Transfers;

  beforeEach(() => {
    vi.mocked(upload).mockReset().mockResolvedValue();
    vi.mocked(createFolder).mockReset().mockResolvedValue();
    transfers = new Transfers();
  });

  it('uploads three at a time', async () => {
    const finish: (() => void)[] = [];
    vi.mocked(upload).mockImplementation(() => new Promise((resolve) => finish.push(resolve)));
    transfers.add('/legacy/', '/legacy/', new Set(), ['a', 'b', 'c', 'd'].map((name) => file(name)));
    await vi.waitFor(() => expect(finish).toHaveLength(3));
    expect(transfers.counts).toMatchObject({ sending: 3, waiting: 1 });
    finish[0]!();
    await vi.waitFor(() => expect(finish).toHaveLength(4));
    for (const one of finish) one();
    await settled(transfers);
    expect(transfers.counts.done).toBe(4);
    expect(transfers.sentBytes).toBe(transfers.totalBytes);
  });

  it('makes each folder once, the outer before the inner, and encodes names', async () => {
    transfers.add('/legacy/', '/legacy/', new Set(), [file('1', 'a b', 'c'), file('2', 'a b', 'c'), file('3', 'a b')]);
    await settled(transfers);
    expect(vi.mocked(createFolder).mock.calls.map(([url]) => url)).toEqual(['/legacy/a%20b/', '/legacy/a%20b/c/']);
    expect(urls().toSorted()).toEqual(['/legacy/a%20b/3', '/legacy/a%20b/c/1', '/legacy/a%20b/c/2']);
  });

  it('goes on when a folder is there already', async () => {
    vi.mocked(createFolder).mockRejectedValue(problem('exists', 405));
    transfers.add('/legacy/', '/legacy/', new Set(), [file('1', 'a')]);
    await settled(transfers);
    expect(transfers.counts.done).toBe(1);
  });

  it('asks before it sends a file whose name is taken, and obeys for all', async () => {
    transfers.add('/legacy/', '/legacy/', new Set(['a', 'b.txt']), [file('a'), file('b.txt'), file('c')]);
    await vi.waitFor(() => expect(transfers.counts).toMatchObject({ asking: 2, done: 1 }));
    expect(urls()).toEqual(['/legacy/c']);
    transfers.decide(transfers.asking!, { answer: 'keepBoth', forAll: true });
    await settled(transfers);
    expect(urls().slice(1).toSorted()).toEqual(['/legacy/a%20(2)', '/legacy/b%20(2).txt']);
  });

  it('asks when only the gateway knew of the conflict; overwriting drops the condition', async () => {
    vi.mocked(upload).mockImplementation(async (_url: string, _file: Blob, options: UploadOptions) => {
      if (!options.overwrite) throw problem('precondition-failed', 412);
    });
    transfers.add('/legacy/', '/legacy/', new Set(), [file('a')]);
    await vi.waitFor(() => expect(transfers.asking).toBeDefined());
    transfers.decide(transfers.asking!, { answer: 'overwrite', forAll: false });
    await settled(transfers);
    expect(transfers.counts.done).toBe(1);
  });

  it('skips', async () => {
    transfers.add('/legacy/', '/legacy/', new Set(['a']), [file('a')]);
    await vi.waitFor(() => expect(transfers.asking).toBeDefined());
    transfers.decide(transfers.asking!, { answer: 'skip', forAll: false });
    expect(transfers.counts).toMatchObject({ skipped: 1, asking: 0 });
    expect(upload).not.toHaveBeenCalled();
  });

  it('slows down for a busy server and tries again by itself', async () => {
    vi.useFakeTimers();
    try {
      vi.mocked(upload).mockRejectedValueOnce(problem('busy', 503, 2));
      transfers.add('/legacy/', '/legacy/', new Set(), [file('a')]);
      await vi.advanceTimersByTimeAsync(100);
      expect(transfers.counts.waiting).toBe(1);
      expect(transfers.pace.limit).toBe(1);
      await vi.advanceTimersByTimeAsync(2000);
      expect(transfers.counts.done).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('keeps failures until they are retried', async () => {
    vi.mocked(upload).mockRejectedValueOnce(problem('no-space', 507));
    transfers.add('/legacy/', '/legacy/', new Set(), [file('a')]);
    await settled(transfers);
    const [item] = transfers.items;
    expect(item?.problem?.code).toBe('no-space');
    transfers.retry(item!);
    await settled(transfers);
    expect(transfers.counts).toMatchObject({ failed: 0, done: 1 });
  });

  it('cancels what is on its way', async () => {
    vi.mocked(upload).mockImplementation(
      (_url, _file, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))),
    );
    transfers.add('/legacy/', '/legacy/', new Set(), [file('a'), file('b')]);
    await vi.waitFor(() => expect(upload).toHaveBeenCalledTimes(2));
    transfers.cancelAll();
    await settled(transfers);
    expect(transfers.counts).toMatchObject({ cancelled: 2, failed: 0 });
    expect(transfers.totalBytes).toBe(0);
  });

  it('tells which folders changed, once all is over', async () => {
    const onSettled = vi.fn();
    transfers.onSettled = onSettled;
    transfers.add('/legacy/', '/legacy/', new Set(), [file('a'), file('b')]);
    await settled(transfers);
    await vi.waitFor(() => expect(onSettled).toHaveBeenCalledExactlyOnceWith(new Set(['/legacy/'])));
  });
});
