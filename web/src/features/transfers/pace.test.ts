import { describe, expect, it } from 'vitest';
import { afterBusy, fullPace, mayStart } from './pace';
import { Rate } from './rate';

const busy = (retryAfterSeconds?: number) =>
  ({ code: 'busy', status: 503, title: '', ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) }) as const;

describe('pace', () => {
  it('asks a busy server for less, and waits as long as it says', () => {
    const pace = afterBusy(fullPace, busy(5), 3, 0, 1000);
    expect(pace).toEqual({ limit: 2, notBefore: 6000 });
    expect(mayStart(pace, 0, 5999)).toBe(false);
    expect(mayStart(pace, 1, 6000)).toBe(true);
    expect(mayStart(pace, 2, 6000)).toBe(false);
  });

  it('never goes below one at a time', () => {
    expect(afterBusy({ limit: 1, notBefore: 0 }, busy(1), 1, 0, 0).limit).toBe(1);
  });

  it('waits ever longer when the server says nothing', () => {
    expect(afterBusy(fullPace, busy(), 3, 0, 0).notBefore).toBe(1000);
    expect(afterBusy(fullPace, busy(), 3, 3, 0).notBefore).toBe(8000);
    expect(afterBusy(fullPace, busy(), 3, 9, 0).notBefore).toBe(30_000);
  });
});

describe('rate', () => {
  it('is that of the last seconds', () => {
    const rate = new Rate();
    rate.add(1000, 0);
    expect(rate.bytesPerSecond(100)).toBe(0);
    rate.add(1000, 1000);
    expect(rate.bytesPerSecond(2000)).toBe(1000);
    expect(rate.bytesPerSecond(60_000)).toBe(0);
  });
});
