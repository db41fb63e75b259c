package io.sallyport.ground;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// How a real FTP server is to be run. Made by [FtpSoftware#over], adjusted fluently, used once by
/// [#start].
public final class FtpServerSetup {

  /// Explicit TLS.
  ///
  /// @param certificate PEM file
  /// @param key PEM file
  /// @param required whether a login without TLS is refused
  public record Tls(Path certificate, Path key, boolean required) {}

  /// A range of TCP ports, both ends included.
  record Ports(int first, int last) {}

  private final FtpSoftware software;
  private final Path folder;
  private final List<String> extra = new ArrayList<>();
  private String address = "127.0.0.1";
  private OptionalInt port = OptionalInt.empty();
  private boolean passiveEnabled = true;
  private boolean portEnabled = true;
  private boolean anonymous;
  private boolean unprivileged;
  private Optional<Ports> passivePorts = Optional.empty();
  private Optional<String> passiveAddress = Optional.empty();
  private OptionalInt maxClients = OptionalInt.empty();
  private Optional<Tls> tls = Optional.empty();
  private Optional<String> openssl = Optional.empty();
  private Optional<Namespace> namespace = Optional.empty();

  FtpServerSetup(FtpSoftware software, Path folder) {
    this.software = software;
    this.folder = folder.toAbsolutePath();
  }

  /// Whether PASV and EPSV are accepted; yes by default.
  public FtpServerSetup passiveEnabled(boolean yes) {
    passiveEnabled = yes;
    return this;
  }

  /// Whether PORT and EPRT are accepted; yes by default.
  ///
  /// @throws UnsupportedOperationException from [#start] if the server has no such switch
  public FtpServerSetup portEnabled(boolean yes) {
    portEnabled = yes;
    return this;
  }

  /// The ports of passive data connections, both ends included.
  public FtpServerSetup passivePorts(int first, int last) {
    passivePorts = Optional.of(new Ports(first, last));
    return this;
  }

  /// The IPv4 address that the reply to PASV names.
  public FtpServerSetup passiveAddress(String ipv4) {
    passiveAddress = Optional.of(ipv4);
    return this;
  }

  /// How many clients at once. vsftpd, Pure-FTPd and pyftpdlib answer the next one's connect with
  /// 421, ProFTPD its PASS with 530.
  public FtpServerSetup maxClients(int clients) {
    maxClients = OptionalInt.of(clients);
    return this;
  }

  /// Admits `anonymous` too, to the same folder, reading only.
  public FtpServerSetup anonymous() {
    anonymous = true;
    return this;
  }

  /// Lets the logged-in user be `nobody`, who owns the folder, instead of root: permissions then
  /// count. Without it the server can change everything that the test puts into the folder.
  public FtpServerSetup unprivileged() {
    unprivileged = true;
    return this;
  }

  /// Offers TLS on control and data connections.
  public FtpServerSetup tls(Tls offer) {
    tls = Optional.of(offer);
    return this;
  }

  /// A line of OpenSSL's configuration for every connection of the server, for what the server
  /// itself has no setting for: `MinProtocol = TLSv1.3`.
  public FtpServerSetup openssl(String line) {
    openssl = Optional.of(line);
    return this;
  }

  /// A line of the server's own configuration: `max_per_ip=2` for vsftpd, `MaxClientsPerHost 2` for
  /// ProFTPD, an option for Pure-FTPd, a Python statement about `handler`, `authorizer` or `server`
  /// for pyftpdlib.
  public FtpServerSetup extra(String line) {
    extra.add(line);
    return this;
  }

  /// The address to listen on, IPv4 or IPv6; 127.0.0.1 by default.
  public FtpServerSetup address(String literal) {
    address = literal;
    return this;
  }

  /// A certain port instead of a free one.
  public FtpServerSetup port(int number) {
    port = OptionalInt.of(number);
    return this;
  }

  /// Runs in a network namespace; set [#address] to one of its addresses, or leave it for its IPv4
  /// address.
  public FtpServerSetup in(Namespace place) {
    namespace = Optional.of(place);
    if (address.equals("127.0.0.1")) {
      address = place.ipv4();
    }
    return this;
  }

  /// Starts the server and waits until it listens. Skips the test if the server is not on this
  /// machine.
  ///
  /// @throws AssertionError with the server's log if it does not come up
  public RealFtpServer start() {
    return RealFtpServer.start(this);
  }

  FtpSoftware software() {
    return software;
  }

  Path folder() {
    return folder;
  }

  String address() {
    return address;
  }

  boolean isIpv6() {
    return address.contains(":");
  }

  OptionalInt port() {
    return port;
  }

  boolean passiveEnabled() {
    return passiveEnabled;
  }

  boolean portEnabled() {
    return portEnabled;
  }

  Optional<Ports> passivePorts() {
    return passivePorts;
  }

  Optional<String> passiveAddress() {
    return passiveAddress;
  }

  OptionalInt maxClients() {
    return maxClients;
  }

  boolean isAnonymous() {
    return anonymous;
  }

  boolean isUnprivileged() {
    return unprivileged;
  }

  Optional<Tls> tls() {
    return tls;
  }

  Optional<String> openssl() {
    return openssl;
  }

  List<String> extra() {
    return extra;
  }

  Optional<Namespace> namespace() {
    return namespace;
  }
}
