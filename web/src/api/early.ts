/** A listing that was asked for before the application was there. */
interface Early {
  readonly path: string;
  readonly answer: Promise<Response>;
  readonly aborting: AbortController;
}

declare global {
  // What two scripts share has to be a var.
  // oxlint-disable-next-line no-var
  var sallyportEarly: Early | undefined;
}

/** The answer that is on its way already, for the first who asks for it; a listing is read once. */
export function takeEarly(path: string, signal: AbortSignal | undefined): Promise<Response> | undefined {
  const early = globalThis.sallyportEarly;
  globalThis.sallyportEarly = undefined;
  if (early?.path !== path) {
    early?.aborting.abort();
    return undefined;
  }
  signal?.addEventListener('abort', () => early.aborting.abort(), { once: true });
  return early.answer;
}
