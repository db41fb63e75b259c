package io.sallyport.http;

import io.sallyport.config.FtpLink;

/// Knows where on this gateway an FTP URL is. Thread-safe; connects nowhere and looks nothing up.
@FunctionalInterface
public interface Signpost {

  /// The place of `link`: in the configured backend that covers it, else on an ad hoc server, which
  /// policy may still refuse.
  ///
  /// @throws IllegalArgumentException with what is wrong, if the URL names no host that could be
  ///   one
  Place locate(FtpLink link);
}
