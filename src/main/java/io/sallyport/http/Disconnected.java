package io.sallyport.http;

import java.io.IOException;

/// The caller has gone, or has fallen silent, before the exchange was over: there is nobody left to
/// answer. Doors let it pass.
public final class Disconnected extends RuntimeException {
  private static final long serialVersionUID = 1;

  Disconnected(IOException cause) {
    super("The caller has gone.", cause);
  }

  Disconnected(String message) {
    super(message);
  }
}
