package io.sallyport.dav;

import io.sallyport.files.Failure;
import io.sallyport.files.RemotePath;

/// A member that an operation on a whole tree failed for.
///
/// @param path where it is, or would have been
/// @param failure why
record Casualty(RemotePath path, Failure failure) {

  /// Whether the server itself is in trouble, so that going on with the other members would only
  /// take long.
  boolean isFatal() {
    return switch (failure) {
      case Failure.Unreachable f -> true;
      case Failure.NoDataConnection f -> true;
      case Failure.NotLoggedIn f -> true;
      case Failure.Busy f -> true;
      case Failure.Broken f -> true;
      case Failure.NoSpace f -> true;
      case Failure.NotFound f -> false;
      case Failure.Denied f -> false;
      case Failure.Exists f -> false;
      case Failure.MissingParent f -> false;
      case Failure.Unsupported f -> false;
      case Failure.Malformed f -> false;
    };
  }
}
