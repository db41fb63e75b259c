import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createFolder } from '../../api/changes';
import { ProblemError, type ProblemCode } from '../../api/problem';
import { upload, type UploadOptions } from '../../api/upload';
import type { Picked } from './dropped';
import type { Entry } from '../../api/listing';
import { list } from '../../api/listing';
import { createUpload, endUpload, offsetOf, sendRest } from '../../api/tus';
import type { Kept, UploadMemory } from './resumable';
import { Transfers } from './transfers.svelte';

vi.mock('../../api/upload');
vi.mock('../../api/changes');
vi.mock('../../api/tus');
vi.mock('../../api/listing');

const held = (...names: string[]): Entry[] => names.map((name) => ({ name, href: name, kind: 'file', size: 1, modified: '2026-01-01T00:00:00Z' }));

class Remembered implements UploadMemory {
  readonly kept = new Map<string, Kept>();
  keep = async (one: Kept) => void this.kept.set(one.href, one);
  forget = async (href: string) => void this.kept.delete(href);
  all = async () => [...this.kept.values()];
}

const problem = (code: ProblemCode, status: number, retryAfterSeconds = 1) =>
  new ProblemError({ code, status, title: '', retryAfterSeconds });
const file = (name: string, ...folders: string[]): Picked => ({ kind: 'file', file: new File(['12345'], name), folders });
const settled = async (transfers: Transfers) => vi.waitFor(() => expect(transfers.active).toBe(0));
const urls = () => vi.mocked(upload).mock.calls.map(([url]) => url);

describe('Transfers', () => {
  let transfers: Transfers;
  let memory: Remembered;

  beforeEach(() => {
    vi.mocked(list).mockReset().mockResolvedValue({ path: '', skipped: 0 });
    vi.mocked(createUpload).mockReset().mockResolvedValue({ href: '/-/api/uploads/1', offset: 0 });
    vi.mocked(offsetOf).mockReset().mockResolvedValue(0);
    vi.mocked(sendRest).mockReset().mockResolvedValue();
    vi.mocked(endUpload).mockReset().mockResolvedValue();
    memory = new Remembered();
    vi.mocked(upload).mockReset().mockResolvedValue();
    vi.mocked(createFolder).mockReset().mockResolvedValue();
    transfers = new Transfers(memory);
  });

  it('uploads three at a time', async () => {
    const finish: (() => void)[] = [];
    vi.mocked(upload).mockImplementation(() => new Promise((resolve) => finish.push(resolve)));
    transfers.add('/legacy/', '/legacy/', [], ['a', 'b', 'c', 'd'].map((name) => file(name)));
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
    transfers.add('/legacy/', '/legacy/', [], [file('1', 'a b', 'c'), file('2', 'a b', 'c'), file('3', 'a b')]);
    await settled(transfers);
    expect(vi.mocked(createFolder).mock.calls.map(([url]) => url)).toEqual(['/legacy/a%20b/', '/legacy/a%20b/c/']);
    expect(urls().toSorted()).toEqual(['/legacy/a%20b/3', '/legacy/a%20b/c/1', '/legacy/a%20b/c/2']);
  });

  it('goes on when a folder is there already', async () => {
    vi.mocked(createFolder).mockRejectedValue(problem('exists', 405));
    transfers.add('/legacy/', '/legacy/', [], [file('1', 'a')]);
    await settled(transfers);
    expect(transfers.counts.done).toBe(1);
  });

  it('asks before it sends a file whose name is taken, and obeys for all', async () => {
    transfers.add('/legacy/', '/legacy/', held('a', 'b.txt'), [file('a'), file('b.txt'), file('c')]);
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
    transfers.add('/legacy/', '/legacy/', [], [file('a')]);
    await vi.waitFor(() => expect(transfers.asking).toBeDefined());
    transfers.decide(transfers.asking!, { answer: 'overwrite', forAll: false });
    await settled(transfers);
    expect(transfers.counts.done).toBe(1);
  });

  it('skips', async () => {
    transfers.add('/legacy/', '/legacy/', held('a'), [file('a')]);
    await vi.waitFor(() => expect(transfers.asking).toBeDefined());
    transfers.decide(transfers.asking!, { answer: 'skip', forAll: false });
    expect(transfers.counts).toMatchObject({ skipped: 1, asking: 0 });
    expect(upload).not.toHaveBeenCalled();
  });

  it('slows down for a busy server and tries again by itself', async () => {
    vi.useFakeTimers();
    try {
      vi.mocked(upload).mockRejectedValueOnce(problem('busy', 503, 2));
      transfers.add('/legacy/', '/legacy/', [], [file('a')]);
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
    transfers.add('/legacy/', '/legacy/', [], [file('a')]);
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
    transfers.add('/legacy/', '/legacy/', [], [file('a'), file('b')]);
    await vi.waitFor(() => expect(upload).toHaveBeenCalledTimes(2));
    transfers.cancelAll();
    await settled(transfers);
    expect(transfers.counts).toMatchObject({ cancelled: 2, failed: 0 });
    expect(transfers.totalBytes).toBe(0);
  });

  it('tells which folders changed, once all is over', async () => {
    const onSettled = vi.fn();
    transfers.onSettled = onSettled;
    transfers.add('/legacy/', '/legacy/', [], [file('a'), file('b')]);
    await settled(transfers);
    await vi.waitFor(() => expect(onSettled).toHaveBeenCalledExactlyOnceWith(new Set(['/legacy/'])));
  });

  describe('with large files', () => {
    const large = (name: string): Picked => {
      const content = new File([new Uint8Array(2_000_000)], name, { lastModified: 1000 });
      return { kind: 'file', file: content, folders: [] };
    };
    const stalled = () =>
      vi.mocked(sendRest).mockImplementation(
        (_href, _file, _offset, signal, onProgress) =>
          new Promise((_resolve, reject) => {
            onProgress(500_000);
            signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
          }),
      );

    it('sends them so that they can be gone on with, and forgets them when they are there', async () => {
      transfers.add('/legacy/', '/legacy/', [], [large('big')]);
      await settled(transfers);
      expect(createUpload).toHaveBeenCalledExactlyOnceWith(
        { target: '/legacy/big', sizeBytes: 2_000_000, modified: 1000, overwrite: false, resume: false },
        expect.anything(),
      );
      expect(upload).not.toHaveBeenCalled();
      expect(memory.kept.size).toBe(0);
      expect(transfers.counts.done).toBe(1);
    });

    it('pauses, and goes on from what the server has', async () => {
      stalled();
      transfers.add('/legacy/', '/legacy/', [], [large('big')]);
      await vi.waitFor(() => expect(transfers.sentBytes).toBe(500_000));
      const [item] = transfers.items;
      transfers.pause(item!);
      await vi.waitFor(() => expect(item!.abort).toBeUndefined());
      expect(transfers.counts).toMatchObject({ paused: 1, sending: 0 });
      expect(memory.kept.size).toBe(1);
      vi.mocked(offsetOf).mockResolvedValue(400_000);
      vi.mocked(sendRest).mockResolvedValue();
      await transfers.resume(item!);
      await settled(transfers);
      expect(vi.mocked(sendRest).mock.lastCall?.[2]).toBe(400_000);
      expect(createUpload).toHaveBeenCalledOnce();
      expect(transfers.counts.done).toBe(1);
    });

    it('goes on by itself after the connection was lost', async () => {
      vi.useFakeTimers();
      try {
        vi.mocked(sendRest).mockImplementationOnce(async (_href, _file, _offset, _signal, onProgress) => {
          onProgress(500_000);
          throw problem('broken', 0);
        });
        vi.mocked(offsetOf).mockResolvedValue(300_000);
        transfers.add('/legacy/', '/legacy/', [], [large('big')]);
        await vi.advanceTimersByTimeAsync(10);
        expect(transfers.items[0]).toMatchObject({ state: 'waiting', lostConnection: true });
        await vi.advanceTimersByTimeAsync(3000);
        expect(vi.mocked(sendRest).mock.lastCall?.[2]).toBe(300_000);
        expect(transfers.counts.done).toBe(1);
      } finally {
        vi.useRealTimers();
      }
    });

    it('survives a reload: paused until the same file is given again', async () => {
      stalled();
      transfers.add('/legacy/', '/legacy/', [], [large('big')]);
      await vi.waitFor(() => expect(memory.kept.size).toBe(1));
      const reloaded = new Transfers(memory);
      await reloaded.restore();
      const [item] = reloaded.items;
      expect(item).toMatchObject({ name: 'big', state: 'paused', size: 2_000_000 });
      await reloaded.resume(item!);
      expect(reloaded.wanted).toBe(item);
      expect(reloaded.give(new File(['other'], 'big'))).toBe(false);
      vi.mocked(offsetOf).mockResolvedValue(100);
      vi.mocked(sendRest).mockResolvedValue();
      // Choosing the same file for the same place again is as good as being asked for it.
      reloaded.add('/legacy/', '/legacy/', [], [large('big')]);
      await settled(reloaded);
      expect(reloaded.items).toHaveLength(1);
      expect(vi.mocked(sendRest).mock.lastCall?.[2]).toBe(100);
      expect(memory.kept.size).toBe(0);
    });

    it('sends it at once where the server cannot go on with a file', async () => {
      vi.mocked(createUpload).mockRejectedValue(problem('unsupported', 501));
      transfers.add('/legacy/', '/legacy/', [], [large('big')]);
      await settled(transfers);
      expect(urls()).toEqual(['/legacy/big']);
      expect(transfers.counts.done).toBe(1);
    });

    it('begins anew when the upload has expired', async () => {
      vi.mocked(sendRest).mockRejectedValueOnce(problem('no-space', 507));
      transfers.add('/legacy/', '/legacy/', [], [large('big')]);
      await settled(transfers);
      vi.mocked(offsetOf).mockRejectedValue(problem('not-found', 404));
      transfers.retry(transfers.items[0]!);
      await settled(transfers);
      expect(createUpload).toHaveBeenCalledTimes(2);
      expect(transfers.counts.done).toBe(1);
    });

    it('gives up on the gateway what is cancelled', async () => {
      stalled();
      transfers.add('/legacy/', '/legacy/', [], [large('big')]);
      await vi.waitFor(() => expect(memory.kept.size).toBe(1));
      transfers.cancel(transfers.items[0]!);
      await vi.waitFor(() => expect(endUpload).toHaveBeenCalledExactlyOnceWith('/-/api/uploads/1'));
      expect(memory.kept.size).toBe(0);
    });

    it('resumes onto a part that is there already', async () => {
      vi.mocked(createUpload).mockResolvedValue({ href: '/-/api/uploads/1', offset: 700 });
      transfers.add('/legacy/', '/legacy/', [{ name: 'big', href: 'big', kind: 'file', size: 700 }], [large('big')]);
      await vi.waitFor(() => expect(transfers.asking).toBeDefined());
      transfers.decide(transfers.asking!, { answer: 'resume', forAll: false });
      await settled(transfers);
      expect(vi.mocked(createUpload).mock.lastCall?.[0]).toMatchObject({ resume: true, overwrite: true });
      expect(vi.mocked(sendRest).mock.lastCall?.[2]).toBe(700);
    });
  });

  it('knows what folders hold that are there already, and asks for files inside them', async () => {
    vi.mocked(list).mockImplementation(async (_folder, onEntries) => {
      onEntries(held('x'));
      return { path: '', skipped: 0 };
    });
    const there: Entry[] = [{ name: 'd', href: 'd/', kind: 'folder' }];
    transfers.add('/legacy/', '/legacy/', there, [file('x', 'd'), file('y', 'd')]);
    await vi.waitFor(() => expect(transfers.counts).toMatchObject({ asking: 1, done: 1 }));
    expect(transfers.asking?.theirs?.name).toBe('x');
    expect(createFolder).not.toHaveBeenCalled();
    transfers.decide(transfers.asking!, { answer: 'keepBoth', forAll: false });
    await settled(transfers);
    expect(urls()).toContain('/legacy/d/x%20(2)');
  });

  it('replaces only what is older, if told so', async () => {
    const old = new File(['1'], 'a', { lastModified: Date.parse('2025-01-01') });
    const fresh = new File(['1'], 'b', { lastModified: Date.parse('2026-02-01') });
    transfers.add('/legacy/', '/legacy/', held('a', 'b'), [old, fresh].map((one) => ({ kind: 'file', file: one, folders: [] })));
    await vi.waitFor(() => expect(transfers.counts.asking).toBe(2));
    transfers.decide(transfers.asking!, { answer: 'newer', forAll: true });
    await settled(transfers);
    expect(transfers.counts).toMatchObject({ skipped: 1, done: 1 });
    expect(urls()).toEqual(['/legacy/b']);
  });

  it('lists a target that is not on screen', async () => {
    vi.mocked(list).mockImplementation(async (_folder, onEntries) => {
      onEntries(held('a'));
      return { path: '', skipped: 0 };
    });
    transfers.add('/legacy/other/', '/legacy/other/', undefined, [file('a')]);
    await vi.waitFor(() => expect(transfers.asking).toBeDefined());
    expect(vi.mocked(list).mock.lastCall?.[0]).toBe('/legacy/other/');
  });
});
