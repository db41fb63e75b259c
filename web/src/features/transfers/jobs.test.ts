import { beforeEach, describe, expect, it, vi } from 'vitest';
import { cancelJob, readJob, startTask, startZip, type JobStatus } from '../../api/jobs';
import { ProblemError } from '../../api/problem';
import { follow } from '../files/follow';
import { Jobs } from './jobs.svelte';

vi.mock('../../api/jobs');
vi.mock('../files/follow');

const status = (state: JobStatus['state'], bytes = 0): JobStatus => ({ state, files: 1, bytes, problems: [] });

describe('Jobs', () => {
  let jobs: Jobs;

  beforeEach(() => {
    vi.mocked(startZip).mockReset().mockResolvedValue({ id: '1', href: '/-/api/zips/1/a.zip', status: '/-/api/zips/1' });
    vi.mocked(startTask).mockReset().mockResolvedValue({ id: '2', href: '/-/api/tasks/2' });
    vi.mocked(readJob).mockReset();
    vi.mocked(cancelJob).mockReset().mockResolvedValue();
    vi.mocked(follow).mockReset();
    jobs = new Jobs({ pollMillis: 1 });
  });

  it('downloads a ZIP and follows it to its end', async () => {
    vi.mocked(readJob)
      .mockResolvedValueOnce(status('waiting'))
      .mockResolvedValueOnce(status('running', 10))
      .mockResolvedValue({ ...status('done', 20), problems: [{ path: '/a/b', code: 'denied' }] });
    await jobs.zip(['/a/'], 'a.zip');
    expect(follow).toHaveBeenCalledExactlyOnceWith('/-/api/zips/1/a.zip', { download: 'a.zip' });
    expect(readJob).toHaveBeenCalledTimes(3);
    expect(jobs.items[0]).toMatchObject({ state: 'done', status: { bytes: 20, problems: [{ code: 'denied' }] } });
    expect(jobs.active).toBe(0);
  });

  it('tells which folders a move changed', async () => {
    vi.mocked(readJob).mockResolvedValue(status('done'));
    jobs.onSettled = vi.fn();
    await jobs.task('move', ['/a/x', '/a/y/'], '/b/', 'fail', 'x');
    expect(jobs.onSettled).toHaveBeenCalledExactlyOnceWith(new Set(['/b/', '/a/']));
  });

  it('cancels', async () => {
    vi.mocked(readJob).mockResolvedValue(status('running'));
    const work = jobs.task('copy', ['/a/x'], '/b/', 'fail', 'x');
    await vi.waitFor(() => expect(jobs.items[0]?.status).toBeDefined());
    await jobs.cancel(jobs.items[0]!);
    await work;
    expect(cancelJob).toHaveBeenCalledExactlyOnceWith('/-/api/tasks/2');
    expect(jobs.items[0]?.state).toBe('cancelled');
  });

  it('does not call cancelled what would not stop', async () => {
    vi.mocked(readJob).mockResolvedValue(status('running'));
    vi.mocked(cancelJob).mockRejectedValue(new ProblemError({ code: 'offline', status: 0, title: '' }));
    const work = jobs.task('copy', ['/a/x'], '/b/', 'fail', 'x');
    await vi.waitFor(() => expect(jobs.items[0]?.status).toBeDefined());
    await jobs.cancel(jobs.items[0]!);
    await work;
    expect(jobs.items[0]).toMatchObject({ state: 'failed', problem: { code: 'offline' } });
  });

  it('keeps what could not start, with the reason', async () => {
    vi.mocked(startZip).mockRejectedValue(new ProblemError({ code: 'not-logged-in', status: 401, title: '' }));
    await jobs.zip(['/a/'], 'a.zip');
    expect(jobs.items[0]).toMatchObject({ state: 'failed', problem: { code: 'not-logged-in' } });
    expect(jobs.failed).toBe(1);
  });
});
