import { takeEarly } from './early';
import { ProblemError, brokenOff, isAbort } from './problem';
import { request, successful } from './request';

export type Kind = 'file' | 'folder' | 'link' | 'other';

/** One member of a folder. */
export interface Entry {
  readonly name: string;
  /**
   * Relative to the folder, percent-encoded as the server's bytes are. The only way to name the entry in a URL: a name
   * that is not UTF-8 on the server cannot be encoded again from `name`.
   */
  readonly href: string;
  readonly kind: Kind;
  readonly size?: number;
  /** ISO 8601, UTC. */
  readonly modified?: string;
}

export interface ListingEnd {
  /** Decoded, e.g. `/legacy/a b/`. */
  readonly path: string;
  /** Lines of the server's listing that could not be understood. */
  readonly skipped: number;
}

/**
 * Takes a listing apart while it arrives. Hands out each entry as soon as its closing brace is there; what remains is the
 * small object around them, parsed at the end.
 */
export class ListingParser {
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** Text of the entry that began in an earlier piece. */
  #entry = '';
  #frame = '';

  push(piece: string): Entry[] {
    const entries: Entry[] = [];
    let start = 0;
    for (let at = 0; at < piece.length; at++) {
      const char = piece.charCodeAt(at);
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (char === BACKSLASH) this.#escaped = true;
        else if (char === QUOTE) this.#inString = false;
      } else if (char === QUOTE) {
        this.#inString = true;
      } else if (char === OPEN_BRACE || char === OPEN_BRACKET) {
        if (this.#depth === ENTRIES_DEPTH && char === OPEN_BRACE) {
          this.#frame += piece.slice(start, at);
          start = at;
        }
        this.#depth++;
      } else if (char === CLOSE_BRACE || char === CLOSE_BRACKET) {
        this.#depth--;
        if (this.#depth === ENTRIES_DEPTH && char === CLOSE_BRACE) {
          entries.push(parse(this.#entry + piece.slice(start, at + 1)) as Entry);
          this.#entry = '';
          start = at + 1;
        }
      } else if (char === COMMA && this.#depth === ENTRIES_DEPTH) {
        // The commas between entries go with them, or the frame would not be JSON.
        this.#frame += piece.slice(start, at);
        start = at + 1;
      }
    }
    if (this.#depth > ENTRIES_DEPTH) this.#entry += piece.slice(start);
    else this.#frame += piece.slice(start);
    return entries;
  }

  /** @throws ProblemError when the listing stopped before its end: half a folder must never look like a whole one */
  end(): ListingEnd {
    const { path, skipped } = parse(this.#frame) as Partial<ListingEnd>;
    return { path: path ?? '', skipped: skipped ?? 0 };
  }
}

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
/** Inside `{"entries":[`. */
const ENTRIES_DEPTH = 2;

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new ProblemError(brokenOff);
  }
}

/**
 * Lists a folder. `onEntries` is called with each batch in the order of the server.
 *
 * @param folder absolute, encoded, with a closing slash
 */
export async function list(
  folder: string,
  onEntries: (entries: readonly Entry[]) => void,
  signal: AbortSignal,
): Promise<ListingEnd> {
  const early = takeEarly(folder, signal);
  const response = await (early ? successful(early) : request(folder, { signal }));
  const parser = new ListingParser();
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new ProblemError(brokenOff);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return parser.end();
      const entries = parser.push(value);
      if (entries.length > 0) onEntries(entries);
    }
  } catch (thrown) {
    if (isAbort(thrown) || thrown instanceof ProblemError) throw thrown;
    throw new ProblemError(brokenOff);
  }
}
