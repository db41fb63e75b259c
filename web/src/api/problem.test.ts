import { describe, expect, it } from 'vitest';
import { ProblemError, problemFrom, problemOf } from './problem';

describe('problemFrom', () => {
  it('reads the problem details of the gateway', () => {
    const problem = problemFrom(
      504,
      'application/problem+json',
      '{"title":"No data","code":"no-data-connection","reply":"425 x","attempts":[{"mode":"EPSV","address":"192.0.2.1:4","outcome":"timed-out","millis":1500}]}',
      null,
    );
    expect(problem.code).toBe('no-data-connection');
    expect(problem.reply).toBe('425 x');
    expect(problem.attempts).toEqual([{ mode: 'EPSV', address: '192.0.2.1:4', outcome: 'timed-out', millis: 1500 }]);
  });

  it('makes a problem of what a proxy in between answers', () => {
    expect(problemFrom(503, 'text/html', '<h1>Sorry</h1>', '7')).toMatchObject({ code: 'busy', retryAfterSeconds: 7 });
    expect(problemFrom(418, 'application/json', 'not json', null).code).toBe('internal');
    expect(problemFrom(404, 'application/json', '{"code":"something new"}', null).code).toBe('not-found');
  });

  it('ignores a Retry-After that is a date', () => {
    expect(problemFrom(503, '', '', 'Wed, 21 Oct 2026 07:28:00 GMT').retryAfterSeconds).toBeUndefined();
  });
});

describe('problemOf', () => {
  it('takes what is no problem of ours for a network that is down', () => {
    expect(problemOf(new TypeError('Failed to fetch')).code).toBe('offline');
    expect(problemOf(new ProblemError({ code: 'busy', status: 503, title: '' })).code).toBe('busy');
  });
});
