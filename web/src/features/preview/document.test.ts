import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readContent, writeContent } from '../../api/content';
import { ProblemError } from '../../api/problem';
import { TextDocument } from './document.svelte';

vi.mock('../../api/content');

const bytes = (...all: number[]) => Uint8Array.from(all);

describe('TextDocument', () => {
  let text: TextDocument;

  beforeEach(async () => {
    vi.mocked(readContent).mockReset().mockResolvedValue({ bytes: bytes(0xd6, 0xd0), isCut: false, etag: '"1"' });
    vi.mocked(writeContent).mockReset().mockResolvedValue('"2"');
    text = new TextDocument('/a/b.txt');
    await text.load('zh-CN', new AbortController().signal, true);
  });

  it('reads in the charset that is chosen', () => {
    expect(text.read?.text).toBe('中');
    text.charset = 'windows-1252';
    expect(text.read?.text).toBe('ÖÐ');
  });

  it('saves in its charset if nobody changed the file, and then on', async () => {
    expect(await text.save('文')).toBe(true);
    expect(writeContent).toHaveBeenLastCalledWith('/a/b.txt', bytes(0xce, 0xc4), '"1"');
    await text.save('中');
    expect(writeContent).toHaveBeenLastCalledWith('/a/b.txt', bytes(0xd6, 0xd0), '"2"');
  });

  it('tells a conflict from a failure; forcing asks for nothing', async () => {
    vi.mocked(writeContent).mockRejectedValueOnce(new ProblemError({ code: 'precondition-failed', status: 412, title: '' }));
    expect(await text.save('文')).toBe(false);
    expect(text.conflict).toBe(true);
    expect(await text.save('文', { force: true })).toBe(true);
    expect(writeContent).toHaveBeenLastCalledWith('/a/b.txt', expect.anything(), undefined);
    vi.mocked(writeContent).mockRejectedValueOnce(new ProblemError({ code: 'no-space', status: 507, title: '' }));
    expect(await text.save('文')).toBe(false);
    expect(text.saveProblem?.code).toBe('no-space');
    expect(text.conflict).toBe(false);
  });

  it('compares the bytes where there is no validator', async () => {
    vi.mocked(readContent).mockResolvedValue({ bytes: bytes(0x41), isCut: false });
    await text.load('en', new AbortController().signal, true);
    vi.mocked(readContent).mockResolvedValueOnce({ bytes: bytes(0x42), isCut: false });
    expect(await text.save('C')).toBe(false);
    expect(text.conflict).toBe(true);
    expect(writeContent).not.toHaveBeenCalled();
    expect(await text.save('C')).toBe(true);
  });

  it('offers UTF-8 for what the charset lacks', async () => {
    expect(await text.save('😀')).toBe(false);
    expect(text.lacking).toBe('😀');
    expect(await text.save('😀', { asUtf8: true })).toBe(true);
    expect(text.charset).toBe('utf-8');
  });
});
