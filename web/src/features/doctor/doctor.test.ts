import { describe, expect, it } from 'vitest';
import type { Report, Step, Verdict } from '../../api/doctor';
import { drawn, findings, portsInWords } from './picture';
import { reportText } from './report';
import { brief, verdictWords, whole } from './verdicts';

const step = (id: Step['id'], state: Step['state'], over: Partial<Step> = {}): Step => ({ id, state, millis: 3, dialogue: [], facts: {}, ...over });
const states = (steps: readonly Step[], running = true) => Object.fromEntries(drawn(steps, undefined, running).map((link) => [link.kind, link.state]));

const verdict: Verdict = {
  code: 'passive-timed-out',
  weight: 'warning',
  side: 'server',
  parameters: { ports: '40000-40002', gateway: '192.0.2.9', server: '192.0.2.1', meanwhile: 'PORT' },
  text: 'English',
  remedies: [{ side: 'server', kind: 'setting', option: '', file: '/etc/vsftpd.conf', lines: ['pasv_min_port=40000'] }],
};

describe('the words of verdicts', () => {
  it('are the same codes in both languages', () => {
    expect([...verdictWords['zh-CN'].keys()].toSorted()).toEqual([...verdictWords.en.keys()].toSorted());
    expect(verdictWords.en.size).toBeGreaterThan(80);
  });

  it('have the same parameters in both languages', () => {
    const names = (text: string) => new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
    for (const [key, words] of verdictWords.en) expect(names(verdictWords['zh-CN'].get(key)!), key).toEqual(names(words));
  });

  it('are filled in', () => {
    expect(brief('en', verdict)).toBe('Passive ports of the server (40000-40002) do not answer: a firewall drops them.');
    expect(whole('en', verdict)).toContain('PORT is used meanwhile.');
    expect(brief('zh-CN', verdict)).toContain('40000-40002');
  });

  it('fall back to the gateway’s own for a code from a newer gateway', () => {
    expect(whole('zh-CN', { ...verdict, code: 'unheard-of' })).toBe('English');
  });
});

describe('the picture', () => {
  it('grows with the steps', () => {
    expect(states([])).toEqual({ http: 'ok', control: 'running', passive: 'untried', active: 'untried' });
    const login = [step('tcp', 'failed'), step('tcp', 'ok'), step('login', 'ok')];
    expect(states(login)).toMatchObject({ control: 'ok', passive: 'running', active: 'running' });
    const timedOut = { mode: 'PASV', outcome: 'timed-out' };
    expect(states([...login, step('epsv', 'refused'), step('pasv', 'failed', { attempt: timedOut }), step('eprt', 'ok')])).toMatchObject({
      passive: 'dropped',
      active: 'ok',
    });
    expect(states([step('resolve', 'failed')])).toMatchObject({ control: 'failed', passive: 'untried' });
  });

  it('writes ports as people do', () => {
    expect(portsInWords([40002, 40000, 40001, 21])).toBe('21, 40000-40002');
    expect(portsInWords([])).toBe('');
  });

  it('says what a step found', () => {
    expect(findings('en', step('mlsd', 'ok', { facts: { entries: 9, unreadable: 0 } }))).toBe('9 items');
    expect(findings('en', step('tcp', 'ok', { facts: { address: '192.0.2.1', port: 21 } }))).toBe('192.0.2.1:21');
    expect(findings('en', step('pasv', 'failed', { attempt: { mode: 'PASV', outcome: 'timed-out', address: '192.0.2.1:40000' } }))).toBe('192.0.2.1:40000 · no answer');
  });
});

describe('the report', () => {
  it('tells everything, in the reader’s words', () => {
    const report: Report = {
      url: 'ftp://ftp.example.org/',
      softwareTitle: 'vsftpd',
      usable: true,
      mode: 'PORT',
      verdicts: [verdict],
      picture: { gateway: '192.0.2.9', server: '192.0.2.1', links: [{ kind: 'passive', ports: [40000, 40001], state: 'dropped' }] },
      steps: [step('login', 'ok', { dialogue: [{ command: 'PASS ****', reply: '230 Login successful.', millis: 2 }] })],
      started: '2026-11-22T10:00:00Z',
      millis: 2500,
    };
    const text = reportText('en', report);
    expect(text).toContain('Data, passive: the gateway connects: dropped on the way (40000-40001)');
    expect(text).toContain('    pasv_min_port=40000');
    expect(text).toContain('Login: works, 3 ms.\n    230 Login successful.');
    expect(reportText('zh-CN', report)).toContain('可用');
  });
});
