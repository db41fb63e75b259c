package io.sallyport;

import io.sallyport.config.AdHocName;
import io.sallyport.config.BackendSettings;
import io.sallyport.config.FtpLink;
import io.sallyport.config.FtpSettings;
import io.sallyport.config.FtpUrl;
import io.sallyport.config.LoginRule;
import io.sallyport.config.TlsSettings;
import io.sallyport.files.RemotePath;
import io.sallyport.http.Place;
import io.sallyport.http.Signpost;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// From an FTP URL to its place among the configured backends, else on an ad hoc server.
final class Signposts implements Signpost {

  private final Supplier<List<BackendSettings>> backends;

  /// @param backends those of the moment
  Signposts(Supplier<List<BackendSettings>> backends) {
    this.backends = backends;
  }

  @Override
  public Place locate(FtpLink link) {
    AdHocName asked = AdHocName.of(link.url());
    Optional<Place> nearest = Optional.empty();
    for (BackendSettings each : backends.get()) {
      Optional<Place> place = place(each, asked, link);
      if (place.isPresent()
          && (nearest.isEmpty()
              || place.get().path().names().size() < nearest.get().path().names().size())) {
        nearest = place;
      }
    }
    return nearest.orElseGet(
        () -> new Place(Optional.of(asked.toString()), link.path(), link.isFolder()));
  }

  private static Optional<Place> place(BackendSettings backend, AdHocName asked, FtpLink link) {
    if (!(backend.source() instanceof BackendSettings.Source.Server server)
        || !isSame(server.ftp(), asked)
        || !serves(backend.login(), link.url())) {
      return Optional.empty();
    }
    String root = server.ftp().root();
    RemotePath path = link.path();
    // Where the login directory is, nobody knows before the login.
    if (root.startsWith("/") != asked.fromRoot()) {
      return Optional.empty();
    }
    List<String> above =
        root.replaceFirst("^/", "").isEmpty()
            ? List.of()
            : List.of(root.replaceFirst("^/", "").split("/"));
    if (!path.isAtOrBelow(new RemotePath(above))) {
      return Optional.empty();
    }
    List<String> below = path.names().subList(above.size(), path.names().size());
    return Optional.of(
        new Place(
            Optional.of(backend.name()),
            new RemotePath(below),
            link.isFolder() || below.isEmpty()));
  }

  /// Whether a backend goes to the server of a URL, and not less protected than the URL says.
  private static boolean isSame(FtpSettings ftp, AdHocName asked) {
    TlsSettings.Mode mode = ftp.tls().mode();
    boolean asProtected =
        switch (asked.tls()) {
          case NONE, OPPORTUNISTIC -> mode != TlsSettings.Mode.IMPLICIT;
          case REQUIRED -> mode == TlsSettings.Mode.REQUIRED;
          case IMPLICIT -> mode == TlsSettings.Mode.IMPLICIT;
        };
    return asProtected
        && ftp.port() == asked.port()
        && ftp.host().replaceFirst("\\.$", "").equalsIgnoreCase(asked.host());
  }

  /// Whether whoever the URL names can be that there.
  private static boolean serves(LoginRule rule, FtpUrl url) {
    String user = url.user();
    if (user == null) {
      return true;
    }
    return switch (rule) {
      case LoginRule.PassThrough _, LoginRule.Guest _ -> true;
      case LoginRule.Anonymous _ -> url.isAnonymous();
      case LoginRule.Fixed fixed -> fixed.login().user().equals(user) && url.password() == null;
    };
  }
}
