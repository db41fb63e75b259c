package io.sallyport.api;

/// What to do where something has the name already. Folders of one name become one, except where
/// that is a failure or both are kept.
enum Conflict {
  /// It is a problem; what is there stays.
  FAIL,
  /// What is there is replaced.
  OVERWRITE,
  /// What is there is replaced if it is older.
  NEWER,
  /// What comes gets another name.
  KEEP_BOTH,
  /// What is there stays, and that is no problem.
  SKIP
}
