import { ProblemError, isAbort, offline, problemFrom } from './problem';

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** One request to the gateway. Answers only success; every failure is thrown as a {@link ProblemError}. */
export function request(url: string, options: RequestOptions = {}): Promise<Response> {
  return successful(
    fetch(url, {
      ...options,
      // The same URL is also this page: without no-store the browser's Back could show the JSON of a folder.
      cache: 'no-store',
      credentials: 'same-origin',
      headers: { ...options.headers, Accept: 'application/json' },
    }),
  );
}

/** An answer that is no failure. */
export async function successful(answer: Promise<Response>): Promise<Response> {
  let response: Response;
  try {
    response = await answer;
  } catch (thrown) {
    if (isAbort(thrown)) throw thrown;
    throw new ProblemError(offline);
  }
  if (response.ok) return response;
  throw new ProblemError(
    problemFrom(
      response.status,
      response.headers.get('Content-Type') ?? '',
      await response.text().catch(() => ''),
      response.headers.get('Retry-After'),
    ),
  );
}
