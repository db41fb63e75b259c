import { isAbort, problemOf, type Problem } from '../../api/problem';
import { readSession, signIn, signOut, type Backend, type Session } from '../../api/session';

/** The backends of this gateway, and where the user is signed in. */
class CurrentSession {
  session = $state.raw<Session>();
  problem = $state.raw<Problem>();

  async load(): Promise<void> {
    this.problem = undefined;
    try {
      this.session = await readSession();
    } catch (thrown) {
      if (!isAbort(thrown)) this.problem = problemOf(thrown);
    }
  }

  backend(name: string | undefined): Backend | undefined {
    return this.session?.backends.find((backend) => backend.name === name);
  }

  /** @throws ProblemError when the FTP server refuses the login */
  async signIn(backend: string, user: string, password: string): Promise<void> {
    this.session = await signIn(backend, user, password);
  }

  async signOut(backend: string): Promise<void> {
    try {
      await signOut(backend);
    } catch (thrown) {
      // Whoever signs out must not believe that it worked.
      this.session = undefined;
      this.problem = problemOf(thrown);
      return;
    }
    await this.load();
  }
}

export const session = new CurrentSession();
