package io.sallyport.config;

import io.sallyport.files.DataMode;
import java.net.InetAddress;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How to reach and use one FTP server.
///
/// @param host name or address; an IPv6 address without brackets
/// @param port the control port
/// @param root the folder that is the backend's root: from the login directory, or from `/` when it
///   starts with a slash; empty for the login directory itself
/// @param data how data connections are made
/// @param charset the charset of names that are not UTF-8; absent for automatic
/// @param timeZone the zone of the times in LIST lines; absent for automatic (UTC until the server
///   shows another)
/// @param connections how many control connections at most, 1 or more
/// @param atomicUploads whether uploads go to a temporary name first
/// @param timeouts when to give up
/// @param tls whether and how it is spoken to over TLS
/// @param listingAge how old a listing may be that is shown again; zero for always a new one
/// @param contentAge how long the content of a small file is kept after it was fetched, for whoever
///   asks again while the server says that it is unchanged; zero for not at all
/// @param proxy what stands between the gateway and the server; absent for nothing
/// @param pinned the only addresses of the host, which is not looked up again then; empty for what
///   each lookup says
public record FtpSettings(
    String host,
    int port,
    String root,
    DataSettings data,
    @Nullable String charset,
    @Nullable ZoneId timeZone,
    int connections,
    boolean atomicUploads,
    Timeouts timeouts,
    TlsSettings tls,
    Duration listingAge,
    Duration contentAge,
    @Nullable ProxySettings proxy,
    List<InetAddress> pinned) {

  public FtpSettings {
    pinned = List.copyOf(pinned);
  }

  /// How old a listing may be when nothing else is said.
  public static final Duration LISTING_AGE = Duration.ofSeconds(2);

  /// How long contents are kept when nothing else is said.
  public static final Duration CONTENT_AGE = Duration.ofSeconds(60);

  /// What a server at `host` and `port` gets when nothing else is said.
  public static FtpSettings of(String host, int port) {
    return new FtpSettings(
        host,
        port,
        "",
        DataSettings.AUTO,
        null,
        null,
        8,
        true,
        Timeouts.DEFAULT,
        TlsSettings.NONE,
        LISTING_AGE,
        CONTENT_AGE,
        null,
        List.of());
  }

  /// The host that the control connection goes to: the server, or an FTP proxy before it.
  public String firstHost() {
    return ftpProxy() == null ? host : ftpProxy().host();
  }

  /// The port that the control connection goes to.
  public int firstPort() {
    return ftpProxy() == null ? port : ftpProxy().port();
  }

  /// What an FTP proxy wants to read behind the user name: the server; empty without one.
  public String userSuffix() {
    return ftpProxy() == null ? "" : "@" + host + (port == 21 ? "" : ":" + port);
  }

  private @Nullable ProxySettings ftpProxy() {
    return proxy != null && proxy.kind() == ProxySettings.Kind.FTP ? proxy : null;
  }

  /// The same with another root.
  public FtpSettings withRoot(String folder) {
    return with(changed -> changed.root = folder);
  }

  /// The same with other ways to make data connections.
  public FtpSettings withData(DataSettings ways) {
    return with(changed -> changed.data = ways);
  }

  /// The same with another charset of names that are not UTF-8.
  public FtpSettings withCharset(String name) {
    return with(changed -> changed.charset = name);
  }

  /// The same with another zone of the times in LIST lines.
  public FtpSettings withTimeZone(ZoneId zone) {
    return with(changed -> changed.timeZone = zone);
  }

  /// The same with another cap on control connections.
  public FtpSettings withConnections(int most) {
    return with(changed -> changed.connections = most);
  }

  /// The same with other patience.
  public FtpSettings withTimeouts(Timeouts patience) {
    return with(changed -> changed.timeouts = patience);
  }

  /// The same over TLS, or without it.
  public FtpSettings withTls(TlsSettings protection) {
    return with(changed -> changed.tls = protection);
  }

  /// The same with another age of listings.
  public FtpSettings withListingAge(Duration most) {
    return with(changed -> changed.listingAge = most);
  }

  /// The same with another age of contents.
  public FtpSettings withContentAge(Duration most) {
    return with(changed -> changed.contentAge = most);
  }

  /// The same behind a proxy.
  public FtpSettings withProxy(ProxySettings between) {
    return with(changed -> changed.proxy = between);
  }

  /// The same at these addresses and no others, whatever the host's name stands for later.
  public FtpSettings withPinned(List<InetAddress> addresses) {
    return with(changed -> changed.pinned = addresses);
  }

  private FtpSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  /// Settings of which one is about to change.
  private static final class Draft {
    private final FtpSettings rest;
    private String root;
    private DataSettings data;
    private @Nullable String charset;
    private @Nullable ZoneId timeZone;
    private int connections;
    private Timeouts timeouts;
    private TlsSettings tls;
    private Duration listingAge;
    private Duration contentAge;
    private @Nullable ProxySettings proxy;
    private List<InetAddress> pinned;

    Draft(FtpSettings settings) {
      rest = settings;
      root = settings.root;
      data = settings.data;
      charset = settings.charset;
      timeZone = settings.timeZone;
      connections = settings.connections;
      timeouts = settings.timeouts;
      tls = settings.tls;
      listingAge = settings.listingAge;
      contentAge = settings.contentAge;
      proxy = settings.proxy;
      pinned = settings.pinned;
    }

    FtpSettings settings() {
      return new FtpSettings(
          rest.host,
          rest.port,
          root,
          data,
          charset,
          timeZone,
          connections,
          rest.atomicUploads,
          timeouts,
          tls,
          listingAge,
          contentAge,
          proxy,
          pinned);
    }
  }

  /// How data connections are made.
  ///
  /// @param modes the modes to try, in this order, and no others
  /// @param activePorts the ports that active mode listens on; absent for any free one
  /// @param activeAddress the address that active mode tells the server, for a gateway behind NAT;
  ///   absent for the control connection's own
  /// @param trustedAddresses where data connections may go to and come from besides the address of
  ///   the control connection's other end
  public record DataSettings(
      List<DataMode> modes,
      @Nullable PortRange activePorts,
      @Nullable String activeAddress,
      List<AddressRange> trustedAddresses) {

    /// All four modes, passive first: most servers behind a firewall expect it.
    public static final DataSettings AUTO =
        new DataSettings(
            List.of(DataMode.EPSV, DataMode.PASV, DataMode.EPRT, DataMode.PORT),
            null,
            null,
            List.of());

    public DataSettings {
      modes = List.copyOf(modes);
      trustedAddresses = List.copyOf(trustedAddresses);
      if (modes.isEmpty()) {
        throw new IllegalArgumentException("no data mode is left to try");
      }
    }

    /// Whether data may go to or come from an address that is not the control connection's.
    public boolean trusts(InetAddress address) {
      return trustedAddresses.stream().anyMatch(range -> range.contains(address));
    }
  }

  /// When to give up on what.
  ///
  /// @param connect the control connection, greeting included
  /// @param reply a reply on the control connection
  /// @param dataConnect a passive data connection, or an active server's connection
  /// @param stall a data connection on which nothing moves
  /// @param lease a free connection of the pool
  /// @param idle an unused connection is closed after this
  /// @param keepAlive a control connection gets a NOOP each time a transfer has kept it silent for
  ///   so long: firewalls forget silent connections after some minutes
  public record Timeouts(
      Duration connect,
      Duration reply,
      Duration dataConnect,
      Duration stall,
      Duration lease,
      Duration idle,
      Duration keepAlive) {

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(60);

    /// dataConnect covers the SYN retries at 1 s and 3 s.
    public static final Timeouts DEFAULT =
        new Timeouts(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMillis(3500),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60));

    /// With the usual keep-alive.
    public Timeouts(
        Duration connect,
        Duration reply,
        Duration dataConnect,
        Duration stall,
        Duration lease,
        Duration idle) {
      this(connect, reply, dataConnect, stall, lease, idle, KEEP_ALIVE);
    }

    /// The same with another keep-alive.
    public Timeouts withKeepAlive(Duration silence) {
      return new Timeouts(connect, reply, dataConnect, stall, lease, idle, silence);
    }
  }
}
