import { ProblemError, brokenOff, isAbort } from './problem';

/** The lines of a stream of JSON objects (application/x-ndjson), each as soon as it is whole. */
export async function readLines(response: Response, onLine: (line: Record<string, unknown>) => void): Promise<void> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new ProblemError(brokenOff);
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += value ?? '';
      const lines = rest.split('\n');
      rest = done ? '' : lines.pop()!;
      for (const line of lines) if (line.trim() !== '') onLine(JSON.parse(line) as Record<string, unknown>);
      if (done) return;
    }
  } catch (thrown) {
    if (isAbort(thrown) || thrown instanceof ProblemError) throw thrown;
    throw new ProblemError(brokenOff);
  }
}
