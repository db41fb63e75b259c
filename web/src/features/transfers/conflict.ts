export type Answer = 'overwrite' | 'keepBoth' | 'skip';

export interface Decision {
  readonly answer: Answer;
  /** Also for every later conflict of the same upload. */
  readonly forAll: boolean;
}
