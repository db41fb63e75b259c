package io.sallyport.store;

/// Everything that outlives a request, in one database: H2 in the state folder for one node,
/// PostgreSQL for several. Who opens it closes it. Thread-safe.
public interface Store extends AutoCloseable {

  /// Who may write what, for the moment.
  Locks locks();

  /// What clients noted about resources.
  Properties properties();

  /// Which temporary files are in use.
  UploadJournal journal();

  /// Ends background work and closes every connection. Running calls fail.
  @Override
  void close();
}
