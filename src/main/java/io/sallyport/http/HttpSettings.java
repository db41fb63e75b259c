package io.sallyport.http;

import io.sallyport.config.FrontSettings;
import io.sallyport.config.FrontSettings.Limits;
import io.sallyport.config.HostPort;
import io.sallyport.config.OperationsSettings.LogFormat;
import java.time.Duration;

/// Where and how the HTTP server listens.
///
/// @param listen where it listens; port 0 for any free one
/// @param front how it meets its callers
/// @param log how each request is logged
/// @param realm what a login prompt calls this server: no quote and no backslash
public record HttpSettings(HostPort listen, FrontSettings front, LogFormat log, String realm) {

  public HttpSettings {
    if (!realm.matches("[ !#-\\[\\]-~]+")) {
      throw new IllegalArgumentException("a realm is plain text without quotes, not " + realm);
    }
  }

  /// As the configuration says.
  public static HttpSettings of(HostPort listen, FrontSettings front, LogFormat log) {
    return new HttpSettings(listen, front, log, "Sallyport");
  }

  /// Plain HTTP on `host` and `port`, everything else as it is usually right.
  public static HttpSettings of(String host, int port) {
    return of(new HostPort(host, port), FrontSettings.PLAIN, LogFormat.TEXT);
  }

  /// The same with another patience for callers that move no byte.
  HttpSettings withStall(Duration stall) {
    Limits limits = front.limits();
    return new HttpSettings(
        listen,
        new FrontSettings(
            front.tls(),
            front.trustedProxies(),
            front.basePath(),
            front.plainLogins(),
            new Limits(limits.connections(), limits.requestHead(), limits.idle(), stall)),
        log,
        realm);
  }
}
