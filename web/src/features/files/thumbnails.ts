/** Pictures larger than this are not fetched just to be shown small. */
export const LARGEST_BYTES = 12_000_000;

const AT_ONCE = 2;
const KEPT = 400;
const EDGE_PIXELS = 320;

const shown = /\.(png|jpe?g|gif|webp|avif|bmp|ico)$/i;

/** Whether a small picture of the file can be made here. */
export function hasThumbnail(name: string, size: number | undefined): boolean {
  return shown.test(name) && size !== undefined && size > 0 && size <= LARGEST_BYTES;
}

/** Makes one thumbnail: the URL of a small picture. */
export type Maker = (url: string, signal: AbortSignal) => Promise<string>;

interface Wanted {
  readonly key: string;
  readonly url: string;
  readonly signal: AbortSignal;
  readonly done: (source: string | undefined) => void;
}

/** Small pictures of the tiles in view: two at a time, because each costs the FTP server a data connection. */
export class Thumbnails {
  readonly #make: Maker;
  readonly #known = new Map<string, string | undefined>();
  #waiting: Wanted[] = [];
  #running = 0;

  constructor(make: Maker = smallPicture) {
    this.#make = make;
  }

  /** @param version what changes with the file, such as its time and size */
  get(url: string, version: string, signal: AbortSignal): Promise<string | undefined> {
    const key = `${url}#${version}`;
    if (this.#known.has(key)) return Promise.resolve(this.#known.get(key));
    return new Promise((done) => {
      this.#waiting.push({ key, url, signal, done });
      this.#pump();
    });
  }

  #pump(): void {
    while (this.#running < AT_ONCE && this.#waiting.length > 0) {
      // What was asked for last is what is in view now.
      const next = this.#waiting.pop()!;
      if (next.signal.aborted) next.done(undefined);
      else void this.#run(next);
    }
  }

  async #run(wanted: Wanted): Promise<void> {
    this.#running++;
    try {
      const source = await this.#make(wanted.url, wanted.signal);
      this.#keep(wanted.key, source);
      wanted.done(source);
    } catch {
      // A file that is no picture after all keeps its icon; it is not asked for again.
      if (!wanted.signal.aborted) this.#keep(wanted.key, undefined);
      wanted.done(undefined);
    } finally {
      this.#running--;
      this.#pump();
    }
  }

  #keep(key: string, source: string | undefined): void {
    this.#known.set(key, source);
    if (this.#known.size <= KEPT) return;
    const [oldest] = this.#known.keys();
    const gone = this.#known.get(oldest!);
    this.#known.delete(oldest!);
    if (gone) URL.revokeObjectURL(gone);
  }
}

async function smallPicture(url: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(url, { credentials: 'same-origin', signal });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const whole = await createImageBitmap(await response.blob());
  const scale = Math.min(1, EDGE_PIXELS / Math.max(whole.width, whole.height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(whole.width * scale)), Math.max(1, Math.round(whole.height * scale)));
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  context.drawImage(whole, 0, 0, canvas.width, canvas.height);
  whole.close();
  return URL.createObjectURL(await canvas.convertToBlob({ type: 'image/webp', quality: 0.85 }));
}

export const thumbnails = new Thumbnails();
