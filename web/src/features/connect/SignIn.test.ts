import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { ProblemError } from '../../api/problem';
import SignIn from './SignIn.svelte';

describe('SignIn', () => {
  it('sends what was typed', async () => {
    const submit = vi.fn().mockResolvedValue(undefined);
    render(SignIn, { backend: 'legacy', submit });
    await fireEvent.input(screen.getByLabelText('User name'), { target: { value: 'ann' } });
    await fireEvent.input(screen.getByLabelText('Password'), { target: { value: 's3cret' } });
    await fireEvent.submit(screen.getByRole('form', { name: 'Sign in to legacy' }));
    expect(submit).toHaveBeenCalledExactlyOnceWith('ann', 's3cret');
  });

  it('takes the user that a link names, until another is typed', async () => {
    const submit = vi.fn().mockResolvedValue(undefined);
    render(SignIn, { backend: 'legacy', hint: 'ann', submit });
    expect(document.activeElement).toBe(screen.getByLabelText('Password'));
    await fireEvent.submit(screen.getByRole('form'));
    expect(submit).toHaveBeenLastCalledWith('ann', '');
    await fireEvent.input(screen.getByLabelText('User name'), { target: { value: '' } });
    await fireEvent.submit(screen.getByRole('form'));
    expect(submit).toHaveBeenLastCalledWith('', '');
  });

  it('keeps the refusal on screen with the raw reply', async () => {
    const submit = vi
      .fn()
      .mockRejectedValue(new ProblemError({ code: 'not-logged-in', status: 401, title: '', reply: '530 Login incorrect.' }));
    render(SignIn, { backend: 'legacy', submit });
    await fireEvent.submit(screen.getByRole('form'));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('The FTP server refused this user name and password.');
    expect(alert.textContent).toContain('530 Login incorrect.');
  });
});
