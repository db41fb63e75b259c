import { readContent, writeContent, type Content } from '../../api/content';
import { isAbort, problemOf, type Problem } from '../../api/problem';
import { decode, encode, guess, Unencodable, type Charset, type TextForm } from './charset';
import { EDIT_BYTES, TEXT_BYTES } from './kinds';

/** A text file that is read, shown in a charset, perhaps changed and written back. */
export class TextDocument {
  readonly url: string;
  charset = $state<Charset>('utf-8');
  problem = $state.raw<Problem>();
  saving = $state(false);
  /** Somebody changed the file since it was read. */
  conflict = $state(false);
  /** A character that the charset lacks. */
  lacking = $state<string>();
  saveProblem = $state.raw<Problem>();
  #content = $state.raw<Content>();

  readonly read = $derived(this.#content && decode(this.#content.bytes, this.charset));
  readonly isCut = $derived(this.#content?.isCut ?? false);
  readonly canEdit = $derived(this.#content !== undefined && !this.#content.isCut);

  constructor(url: string) {
    this.url = url;
  }

  /** @param whole to edit it, which takes all of it */
  async load(language: string, signal: AbortSignal, whole = false): Promise<void> {
    this.problem = undefined;
    try {
      const content = await readContent(this.url, whole ? EDIT_BYTES : TEXT_BYTES, signal);
      this.charset = guess(content.bytes, language, content.isCut);
      this.#content = content;
    } catch (thrown) {
      if (!isAbort(thrown)) this.problem = problemOf(thrown);
    }
  }

  /**
   * Writes the text back, unless somebody changed the file meanwhile.
   *
   * @param force to write it all the same
   * @returns whether it is saved
   */
  async save(text: string, how: { readonly force?: boolean; readonly asUtf8?: boolean } = {}): Promise<boolean> {
    const content = this.#content;
    if (!content || this.saving) return false;
    this.saveProblem = undefined;
    this.conflict = false;
    this.lacking = undefined;
    const form: TextForm = how.asUtf8 ? { charset: 'utf-8', mark: false } : (this.read?.form ?? { charset: 'utf-8', mark: false });
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      bytes = encode(text, form);
    } catch (thrown) {
      if (!(thrown instanceof Unencodable)) throw thrown;
      this.lacking = thrown.character;
      return false;
    }
    this.saving = true;
    try {
      if (!how.force && content.etag === undefined && !(await this.#isCurrent(content.bytes))) {
        this.conflict = true;
        return false;
      }
      const etag = await writeContent(this.url, bytes, how.force ? undefined : content.etag);
      this.#content = { bytes, isCut: false, ...(etag === undefined ? {} : { etag }) };
      this.charset = form.charset;
      return true;
    } catch (thrown) {
      const problem = problemOf(thrown);
      // A file that is gone by now is no other's version; writing it again is the user's to decide, too.
      if (problem.status === 412) this.conflict = true;
      else this.saveProblem = problem;
      return false;
    } finally {
      this.saving = false;
    }
  }

  /** Where the server's times are too coarse for a validator, the bytes tell. */
  async #isCurrent(bytes: Uint8Array): Promise<boolean> {
    const now = await readContent(this.url, EDIT_BYTES, new AbortController().signal);
    return !now.isCut && now.bytes.length === bytes.length && now.bytes.every((byte, at) => byte === bytes[at]);
  }
}
