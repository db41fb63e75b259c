package io.sallyport.ftp;

import io.sallyport.config.AdHocName;
import io.sallyport.config.AdHocSettings;
import io.sallyport.config.AdHocSettings.Plain;
import io.sallyport.config.AdHocSettings.Verdict;
import io.sallyport.config.FtpSettings;
import io.sallyport.config.TlsSettings;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/// The door policy for servers that no one configured: may this one be reached, and at which
/// addresses? A name is looked up once; what comes out is what is connected to, so that a name that
/// stands for something else a moment later leads nowhere. To a refused host no packet is sent.
/// Thread-safe.
public final class AdHocHosts {

  private final AdHocSettings settings;
  private final HostLookup lookup;

  public AdHocHosts(AdHocSettings settings, HostLookup lookup) {
    this.settings = settings;
    this.lookup = lookup;
  }

  /// The addresses at which `server` may be reached. Blocks while its name is looked up.
  ///
  /// @throws Failure.Denied with the rule, if it may not
  /// @throws Failure.Unreachable if there is no such host
  public List<InetAddress> admit(AdHocName server) {
    Optional<String> objection = settings.objection(server);
    if (objection.isPresent()) {
      throw new Failure.Denied(objection.get(), null);
    }
    List<InetAddress> addresses;
    try {
      addresses = lookup.addresses(server.host());
    } catch (UnknownHostException e) {
      throw new Failure.Unreachable(
          "There is no host named \"" + server.host() + "\".", null, false, e);
    }
    return switch (settings.judge(server, addresses)) {
      case Verdict.Allowed allowed -> allowed.addresses();
      case Verdict.Refused refused -> throw new Failure.Denied(refused.reason(), null);
    };
  }

  /// How to reach `server` at these addresses and no others, for whoever may log in without TLS or
  /// for everybody else.
  public FtpSettings settings(AdHocName server, List<InetAddress> addresses, boolean mayBePlain) {
    TlsSettings.Mode mode =
        server.tls() == TlsSettings.Mode.NONE
            ? mayBePlain ? TlsSettings.Mode.OPPORTUNISTIC : TlsSettings.Mode.REQUIRED
            : server.tls();
    return FtpSettings.of(server.host(), server.port())
        .withRoot(server.fromRoot() ? "/" : "")
        .withConnections(settings.connections())
        .withTls(new TlsSettings(mode, TlsSettings.Version.AUTO, settings.trust(), List.of(), null))
        .withPinned(addresses);
  }

  /// Whether `login` may be said where everybody on the way can read it.
  public boolean mayBePlain(Login login) {
    return settings.plain() == Plain.ALWAYS
        || (settings.plain() == Plain.ANONYMOUS && login.equals(Login.ANONYMOUS));
  }
}
