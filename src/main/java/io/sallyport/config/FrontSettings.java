package io.sallyport.config;

import io.sallyport.config.TlsSettings.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the gateway meets its callers, beyond the address it listens on.
///
/// @param tls the same over TLS; absent for none
/// @param trustedProxies whose word about the caller (`Forwarded`, `X-Forwarded-*`) is taken
/// @param basePath what all URL paths begin with: empty, or with a slash at its front and none at
///   its end
/// @param plainLogins whether passwords may cross a network in clear text
/// @param limits what one caller may take
public record FrontSettings(
    @Nullable Tls tls,
    List<AddressRange> trustedProxies,
    String basePath,
    boolean plainLogins,
    Limits limits) {

  /// No TLS, no proxy, the usual limits.
  public static final FrontSettings PLAIN =
      new FrontSettings(null, List.of(), "", false, Limits.USUAL);

  public FrontSettings {
    trustedProxies = List.copyOf(trustedProxies);
    if (!basePath.isEmpty() && !basePath.matches("(/[A-Za-z0-9._~-]+)+")) {
      throw new IllegalArgumentException(
          "it is a path such as /ftp, of plain letters and digits, not " + basePath);
    }
  }

  /// The TLS listener.
  ///
  /// @param listen where it listens; port 0 for any free one
  /// @param certificate PEM file with the certificate and those between it and the authority
  /// @param key PEM file with its key, without a password; may be the same file
  /// @param redirect whether the plain listener only points here
  /// @param hsts for how long browsers shall come by TLS alone (RFC 6797); zero for not a word
  ///   about it
  public record Tls(HostPort listen, Path certificate, Path key, boolean redirect, Duration hsts) {

    /// How long browsers remember if nothing else is said.
    public static final Duration USUAL_HSTS = Duration.ofDays(180);

    /// Reads the two files as they are now.
    ///
    /// @throws IOException with one sentence if they cannot be read or do not belong together
    public Identity identity() throws IOException {
      try {
        Identity identity =
            new Identity(
                Pem.certificates(Files.readString(certificate)),
                Pem.privateKey(Files.readString(key)));
        Pem.requirePair(identity);
        return identity;
      } catch (IllegalArgumentException e) {
        throw new IOException(
            "The TLS certificate " + certificate + " with " + key + ": " + e.getMessage() + ".", e);
      } catch (IOException e) {
        throw new IOException(
            "The TLS certificate " + certificate + " or its key " + key + " cannot be read.", e);
      }
    }
  }

  /// What one caller, and all of them, may take.
  ///
  /// @param connections how many at once; more wait until one ends
  /// @param requestHead how long a request's first line and headers may take
  /// @param idle how long a connection may rest between requests
  /// @param stall a caller that moves no byte of a body for so long is given up
  public record Limits(int connections, Duration requestHead, Duration idle, Duration stall) {

    /// What is usually right.
    public static final Limits USUAL =
        new Limits(10_000, Duration.ofSeconds(15), Duration.ofSeconds(75), Duration.ofSeconds(60));
  }
}
