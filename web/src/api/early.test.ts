import { afterEach, describe, expect, it, vi } from 'vitest';
import { list } from './listing';
import { ProblemError } from './problem';

const listing = '{"path":"/legacy/","entries":[{"name":"a","href":"a","kind":"file"}],"skipped":0}';

function early(path: string, answer: Promise<Response>): AbortController {
  const aborting = new AbortController();
  globalThis.sallyportEarly = { path, answer, aborting };
  return aborting;
}

describe('a listing that is on its way already', () => {
  afterEach(() => {
    globalThis.sallyportEarly = undefined;
  });

  it('is taken once', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(new Response(listing)));
    early('/legacy/', Promise.resolve(new Response(listing)));
    const entries: string[] = [];
    await list('/legacy/', (batch) => entries.push(...batch.map((entry) => entry.name)), new AbortController().signal);
    expect(entries).toEqual(['a']);
    expect(fetched).not.toHaveBeenCalled();
    await list('/legacy/', () => {}, new AbortController().signal);
    expect(fetched).toHaveBeenCalledOnce();
  });

  it('is given up where another folder is wanted', async () => {
    vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(listing));
    const aborting = early('/legacy/', new Promise(() => {}));
    await list('/other/', () => {}, new AbortController().signal);
    expect(aborting.signal.aborted).toBe(true);
  });

  it('ends with whoever took it', async () => {
    const leaving = new AbortController();
    const aborting = early('/legacy/', new Promise(() => {}));
    void list('/legacy/', () => {}, leaving.signal);
    leaving.abort();
    expect(aborting.signal.aborted).toBe(true);
  });

  it('fails as any other', async () => {
    early('/legacy/', Promise.resolve(new Response('{"code":"denied"}', { status: 403, headers: { 'Content-Type': 'application/problem+json' } })));
    const failed = list('/legacy/', () => {}, new AbortController().signal);
    await expect(failed).rejects.toBeInstanceOf(ProblemError);
    await expect(failed).rejects.toMatchObject({ problem: { code: 'denied' } });
  });
});
