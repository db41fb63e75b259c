package io.sallyport.bench;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// Somebody who serves the files of the FTP server: a gateway over HTTP, or the server itself.
/// Closing ends what was started for it.
interface Contender extends AutoCloseable {

  /// As the table calls it.
  String name();

  /// Where curl finds a file or folder, credentials included.
  ///
  /// @param path relative, of ASCII letters, digits, `.`, `-` and `/`
  String url(String path);

  /// What curl needs besides the URL.
  default List<String> curlOptions() {
    return List.of();
  }

  /// How HTTP clients reach it; empty for the FTP server itself.
  Optional<Http> http();

  /// The process to blame for CPU and memory, with its children; empty if that is nobody in
  /// particular.
  Optional<ProcessHandle> process();

  /// Whether it takes uploads.
  boolean writes();

  /// Whether a thousand callers at once are nothing out of the way for it.
  boolean bearsCrowds();

  /// Starts another one, waits for its first answer to a GET of the path, lets it rest, and ends
  /// it.
  ///
  /// @return empty if there is nothing to start
  Optional<Begun> begun(String path);

  /// What a start takes.
  ///
  /// @param seconds until the first answer
  /// @param residentMebibytes in memory a while after it
  record Begun(double seconds, double residentMebibytes) {}

  @Override
  void close();

  /// A place that speaks HTTP/1.1.
  ///
  /// @param address where to connect
  /// @param prefix what comes before the path in a request's target
  /// @param headers lines that each request has, each with its CR LF
  record Http(InetSocketAddress address, String prefix, String headers) {}
}
