package io.sallyport.store;

import io.sallyport.files.RemotePath;

/// Which resource state belongs to: a path of a backend, whether something is there or not.
///
/// @param backend the backend's name, the first segment of its URLs
/// @param path where below its root
public record ResourcePath(String backend, RemotePath path) {

  /// The member `name` of this collection.
  public ResourcePath child(String name) {
    return new ResourcePath(backend, path.child(name));
  }

  /// Whether this is `other` or lies below it, on the same backend.
  public boolean isAtOrBelow(ResourcePath other) {
    return backend.equals(other.backend) && path.isAtOrBelow(other.path);
  }

  /// For people and logs.
  @Override
  public String toString() {
    return RemotePath.of(backend).resolve(path).toString();
  }
}
