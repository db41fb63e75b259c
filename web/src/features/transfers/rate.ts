/** How fast bytes went over the last few seconds: an average since the start would hide a stall. */
export class Rate {
  static readonly #SPAN_MILLIS = 5000;
  #samples: { readonly at: number; readonly bytes: number }[] = [];

  add(bytes: number, now: number): void {
    this.#samples.push({ at: now, bytes });
    this.#forget(now);
  }

  /** 0 until there is enough to tell. */
  bytesPerSecond(now: number): number {
    this.#forget(now);
    const first = this.#samples[0];
    if (!first) return 0;
    const seconds = (now - first.at) / 1000;
    // A single early sample would show an absurd speed.
    if (seconds < 0.3) return 0;
    return this.#samples.reduce((sum, sample) => sum + sample.bytes, 0) / seconds;
  }

  #forget(now: number): void {
    while (this.#samples[0] && now - this.#samples[0].at > Rate.#SPAN_MILLIS) this.#samples.shift();
  }
}
