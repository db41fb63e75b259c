import { describe, expect, it } from 'vitest';
import type { GatewayStatus } from '../../api/status';
import { frequent, throughput } from './throughput';

const status = (uptimeSeconds: number, receivedBytes: number, sentBytes: number): GatewayStatus => ({
  version: '1',
  uptimeSeconds,
  counted: {
    requests: {},
    problems: {},
    receivedBytes,
    sentBytes,
    replies: {},
    dataConnections: {},
    fallbacks: 0,
    withoutData: 0,
    uploadsAborted: 0,
    wrongCredentials: 0,
  },
  backends: [],
});

describe('throughput', () => {
  it('is what came between two looks', () => {
    expect(throughput(status(10, 1000, 50), status(15, 11_000, 50), 5000)).toEqual({ receivedPerSecond: 2000, sentPerSecond: 0 });
  });

  it('is not known at first, nor across a restart', () => {
    expect(throughput(undefined, status(1, 1, 1), 5000)).toBeUndefined();
    expect(throughput(status(100, 5, 5), status(2, 9, 9), 5000)).toBeUndefined();
    expect(throughput(status(1, 500, 5), status(2, 9, 9), 5000)).toBeUndefined();
  });
});

describe('frequent', () => {
  it('leaves out what did not happen', () => {
    expect(frequent({ b: 1, a: 1, busy: 7, none: 0 })).toEqual([
      ['busy', 7],
      ['a', 1],
      ['b', 1],
    ]);
  });
});
