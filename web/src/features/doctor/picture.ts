import { translate, type Language } from '../../i18n/translate';
import { outcomeInWords } from '../../ui/explain';
import type { Link, LinkKind, LinkState, Report, Step, StepId } from '../../api/doctor';

/** A link as it is drawn: while the examination runs it may be the one that is being tried. */
export interface Drawn {
  readonly kind: LinkKind;
  readonly ports: readonly number[];
  readonly state: LinkState | 'running';
}

const control: ReadonlySet<StepId> = new Set<StepId>(['resolve', 'tcp', 'greeting', 'tls', 'certificate', 'login']);

/** The picture of what is known so far; the report's own once there is one. */
export function drawn(steps: readonly Step[], report: Report | undefined, running: boolean): readonly Drawn[] {
  const kinds: readonly LinkKind[] = ['http', 'control', 'passive', 'active'];
  return kinds.map((kind) => {
    const told: Link | undefined = report?.picture.links.find((link) => link.kind === kind);
    if (told) return told;
    return { kind, ports: [], state: kind === 'http' ? 'ok' : soFar(kind, steps, running) };
  });
}

function soFar(kind: LinkKind, steps: readonly Step[], running: boolean): Drawn['state'] {
  if (kind === 'control') {
    const mine = steps.filter((step) => control.has(step.id));
    // One address of several may fail while another answers.
    const failed = mine.find((step) => step.id !== 'tcp' && (step.state === 'failed' || step.state === 'refused'));
    if (failed) return 'failed';
    if (mine.some((step) => step.id === 'login' && step.state === 'ok')) return 'ok';
    if (running) return 'running';
    return mine.some((step) => step.state === 'failed') ? 'failed' : 'untried';
  }
  const ids: readonly StepId[] = kind === 'passive' ? ['epsv', 'pasv'] : ['eprt', 'port'];
  const mine = steps.filter((step) => ids.includes(step.id));
  if (mine.some((step) => step.state === 'ok')) return 'ok';
  if (mine.length < ids.length) return running && steps.some((step) => step.id === 'login' && step.state === 'ok') ? 'running' : 'untried';
  const last = mine.at(-1)!;
  if (mine.every((step) => step.state === 'skipped')) return 'untried';
  switch (last.attempt?.outcome) {
    case 'timed-out':
      return 'dropped';
    case 'rejected':
      return 'rejected';
    case 'refused-by-server':
      return 'refused';
    default:
      return 'failed';
  }
}

/** Ports as people write them: runs as ranges. */
export function portsInWords(ports: readonly number[]): string {
  const sorted = [...new Set(ports)].sort((a, b) => a - b);
  const parts: string[] = [];
  for (let at = 0; at < sorted.length; at++) {
    const first = sorted[at]!;
    while (sorted[at + 1] === sorted[at]! + 1) at++;
    parts.push(first === sorted[at] ? String(first) : `${first}-${sorted[at]}`);
  }
  return parts.join(', ');
}

/** What a step found, in a few words. */
export function findings(language: Language, step: Step): string {
  const { facts, attempt } = step;
  const order = ['addresses', 'address', 'version', 'cipher', 'subject', 'until', 'user', 'text', 'folder', 'charset', 'entries', 'features', 'doubt', 'reason'];
  const parts = attempt ? [attempt.address ?? '', outcomeInWords(language, attempt.outcome)] : [];
  for (const name of order) {
    const value = facts[name];
    if (value === undefined || value === null || value === '' || (name === 'address' && attempt)) continue;
    if (name === 'entries') {
      parts.push(translate(language, 'files.items', { count: Number(value) }));
      continue;
    }
    const words = Array.isArray(value) ? value.join(name === 'features' ? ' · ' : ', ') : String(value);
    parts.push(name === 'address' && facts['port'] !== undefined ? `${words}:${String(facts['port'])}` : words);
  }
  return parts.filter((part) => part !== '').join(' · ');
}

/** The last thing that the server said in a step; of a list, which `findings` has, the first line. */
export function replyOf(step: Step): string | undefined {
  const reply = step.dialogue.findLast((said) => said.reply !== '')?.reply ?? step.attempt?.reply;
  const [first, ...more] = reply?.split('\n') ?? [];
  return first === undefined ? undefined : more.length > 0 ? `${first} …` : first;
}
