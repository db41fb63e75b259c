package io.sallyport.config;

import io.sallyport.files.Login;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The embedded FTP server over one local folder. The names in brackets are vsftpd's for the same.
///
/// @param folder what it serves; created when it is missing
/// @param listen where it listens; port 0 for any free one
/// @param login the one login that may read and write
/// @param anonymous whether `anonymous` may read without a password (`anonymous_enable`)
/// @param passive whether clients may ask for passive data connections (`pasv_enable`)
/// @param passivePorts the ports that it listens on for them (`pasv_min_port`, `pasv_max_port`);
///   absent for any free one
/// @param passiveAddress the address that it tells them, for a server behind NAT (`pasv_address`);
///   absent for the one that the client reached
/// @param active whether it connects to clients for data (`port_enable`)
/// @param maxLogins how many may be logged in at once, 1 or more (`max_clients`)
/// @param idle a connection on which nothing moves is closed after this
public record EmbeddedSettings(
    Path folder,
    HostPort listen,
    Login login,
    boolean anonymous,
    boolean passive,
    @Nullable PortRange passivePorts,
    @Nullable String passiveAddress,
    boolean active,
    int maxLogins,
    Duration idle) {

  public EmbeddedSettings {
    if (!passive && !active) {
      throw new IllegalArgumentException(
          "passive and active are both off, so no file could be transferred");
    }
    if (maxLogins < 1) {
      throw new IllegalArgumentException("at least one login must be allowed");
    }
  }

  /// A server for `login` that only this machine reaches, on any free port.
  public static EmbeddedSettings of(Path folder, Login login) {
    return new EmbeddedSettings(
        folder,
        new HostPort("127.0.0.1", 0),
        login,
        false,
        true,
        null,
        null,
        true,
        200,
        Duration.ofMinutes(5));
  }
}
