import { isAbort, problemOf, type Problem } from '../../api/problem';
import { search, type Hit, type SearchEnd } from '../../api/search';

export const MOST_HITS = 1000;

/** One search below a folder, while it runs and after. */
export class Search {
  hits = $state.raw<readonly Hit[]>([]);
  searched = $state(0);
  running = $state(false);
  end = $state.raw<SearchEnd>();
  problem = $state.raw<Problem>();
  isStopped = $state(false);
  #aborting: AbortController | undefined;

  async start(folder: string, text: string): Promise<void> {
    this.#aborting?.abort();
    const aborting = new AbortController();
    this.#aborting = aborting;
    this.hits = [];
    this.searched = 0;
    this.end = undefined;
    this.problem = undefined;
    this.isStopped = false;
    this.running = true;
    let fresh: Hit[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    // Hits come in bursts; drawing each would be slower than finding them.
    const flush = () => {
      timer = undefined;
      if (this.#aborting !== aborting) return;
      this.hits = [...this.hits, ...fresh];
      fresh = [];
    };
    try {
      this.end = await search(
        folder,
        text,
        MOST_HITS,
        {
          hit: (hit) => {
            fresh.push(hit);
            timer ??= setTimeout(flush, 60);
          },
          searched: (folders) => {
            if (this.#aborting === aborting) this.searched = folders;
          },
        },
        aborting.signal,
      );
    } catch (thrown) {
      if (this.#aborting === aborting && !isAbort(thrown)) this.problem = problemOf(thrown);
    } finally {
      clearTimeout(timer);
      flush();
      if (this.#aborting === aborting) this.running = false;
    }
  }

  /** Keeps what was found. */
  stop(): void {
    if (!this.running) return;
    this.#aborting?.abort();
    this.isStopped = true;
  }

  /** Stops, and shows nothing any more. */
  leave(): void {
    this.#aborting?.abort();
    this.#aborting = undefined;
    this.running = false;
  }
}
