import type { GatewayStatus } from '../../api/status';

/** How much went through the gateway between two looks at it. */
export interface Throughput {
  readonly receivedPerSecond: number;
  readonly sentPerSecond: number;
}

/** Undefined where the counters do not tell: at the first look, and when the gateway was started anew in between. */
export function throughput(before: GatewayStatus | undefined, now: GatewayStatus, millis: number): Throughput | undefined {
  if (!before || millis <= 0 || now.uptimeSeconds < before.uptimeSeconds) return undefined;
  const received = now.counted.receivedBytes - before.counted.receivedBytes;
  const sent = now.counted.sentBytes - before.counted.sentBytes;
  if (received < 0 || sent < 0) return undefined;
  return { receivedPerSecond: (received * 1000) / millis, sentPerSecond: (sent * 1000) / millis };
}

/** What is counted at all, the most frequent first. */
export function frequent(counts: Readonly<Record<string, number>>): readonly (readonly [name: string, count: number])[] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
}
