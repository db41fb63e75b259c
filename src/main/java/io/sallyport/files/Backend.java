package io.sallyport.files;

/// One FTP server under a name, as the first segment of a URL path. Thread-safe.
public interface Backend {

  /// The name in the URL: a [RemotePath] name.
  String name();

  /// Its files as `login` sees them. Connects nowhere yet.
  RemoteFiles files(Login login);
}
