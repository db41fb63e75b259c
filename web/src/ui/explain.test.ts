import { describe, expect, it } from 'vitest';
import { problemCodes } from '../api/problem';
import { languages } from '../i18n/translate';
import { explain } from './explain';

describe('explain', () => {
  it.each(languages)('has words in %s for every code', (language) => {
    for (const code of problemCodes) {
      const { what, cause, todo } = explain(language, 'open', 'x', { code, status: 0, title: '' });
      for (const line of [what, cause, todo]) expect(line, code).toMatch(/\S/);
    }
  });

  it('keeps the reply of the FTP server as it is', () => {
    const explanation = explain('zh-CN', 'upload', 'a.txt', { code: 'no-space', status: 507, title: '', reply: '552 Quota' });
    expect(explanation.what).toBe('无法上传“a.txt”');
    expect(explanation.reply).toBe('552 Quota');
  });

  it('tells a refused password from a session that ended', () => {
    const problem = { code: 'not-logged-in', status: 401, title: '' } as const;
    expect(explain('en', 'signIn', 'x', problem).cause).not.toBe(explain('en', 'open', 'x', problem).cause);
  });
});
