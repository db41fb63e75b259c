package io.sallyport.http;

import io.sallyport.files.Failure;
import io.sallyport.files.RemotePath;
import java.util.Optional;

/// Where the path of a URL points: `/<backend>/<path>`.
///
/// @param backend the name of the backend, as [RemotePath] name; empty for `/`, the folder of all
///   backends
/// @param path below the backend's root
/// @param folderForm whether the URL ends with a slash
public record Place(Optional<String> backend, RemotePath path, boolean folderForm) {

  /// The folder of all backends.
  public static final Place TOP = new Place(Optional.empty(), RemotePath.ROOT, true);

  /// Reads the undecoded path of a URL, the one time that it is decoded.
  ///
  /// @throws Failure.Malformed if [RemotePath#parseUri] refuses it
  public static Place parse(String rawPath) {
    RemotePath whole = RemotePath.parseUri(rawPath);
    return whole.isRoot()
        ? TOP
        : new Place(
            Optional.of(whole.names().getFirst()),
            new RemotePath(whole.names().subList(1, whole.names().size())),
            rawPath.endsWith("/"));
  }

  /// Whether it is `/`.
  public boolean isTop() {
    return backend.isEmpty();
  }

  /// Whether it is the root of a backend.
  public boolean isBackendRoot() {
    return backend.isPresent() && path.isRoot();
  }

  /// The same as a folder's URL, ending with a slash.
  public Place asFolder() {
    return new Place(backend, path, true);
  }

  /// The percent-encoded path of its URL, from the slash on; path-only, so that it holds behind any
  /// proxy.
  public String href() {
    StringBuilder href = new StringBuilder("/");
    backend.ifPresent(name -> {
      href.append(RemotePath.encodeSegment(name));
      if (!path.isRoot()) {
        href.append('/').append(path.toUri());
      }
      if (folderForm) {
        href.append('/');
      }
    });
    return href.toString();
  }
}
