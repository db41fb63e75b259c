import type { Entry } from '../../api/listing';

/** What to do with a file whose name is taken. */
export const answers = ['overwrite', 'newer', 'resume', 'keepBoth', 'skip'] as const;
export type Answer = (typeof answers)[number];

export interface Decision {
  readonly answer: Answer;
  /** Also for every later conflict of the same upload. */
  readonly forAll: boolean;
}

/** The file that is to go there. */
export interface Mine {
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
}

/** What an answer comes to for one file. */
export type Outcome = 'overwrite' | 'resume' | 'keepBoth' | 'skip' | 'ask';

/** File systems and FTP servers keep times in seconds, some in two of them. */
const CLOCK_GRAIN_MILLIS = 2000;

export function outcome(answer: Answer, mine: Mine, theirs: Entry): Outcome {
  switch (answer) {
    case 'newer': {
      const time = theirs.modified === undefined ? Number.NaN : Date.parse(theirs.modified);
      // Whether it is newer cannot be told: that is for the user.
      if (Number.isNaN(time)) return 'ask';
      return mine.lastModified - time >= CLOCK_GRAIN_MILLIS ? 'overwrite' : 'skip';
    }
    case 'resume':
      if (theirs.size === mine.size) return 'skip';
      return canResume(mine, theirs) ? 'resume' : 'ask';
    default:
      return answer;
  }
}

/** Whether what is there can be the beginning of the file. */
export function canResume(mine: Mine, theirs: Entry): boolean {
  return theirs.kind === 'file' && theirs.size !== undefined && theirs.size > 0 && theirs.size < mine.size;
}

/** The answers worth offering for one conflict. A file can take the place of nothing but a file. */
export function offered(mine: Mine, theirs: Entry, resumes: boolean): readonly Answer[] {
  return answers.filter((answer) => {
    if (theirs.kind === 'folder') return answer === 'keepBoth' || answer === 'skip';
    if (answer === 'resume') return resumes && canResume(mine, theirs);
    if (answer === 'newer') return theirs.modified !== undefined;
    return true;
  });
}
