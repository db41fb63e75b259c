package io.sallyport.config;

import io.sallyport.config.FtpSettings.DataSettings;
import io.sallyport.config.FtpSettings.Timeouts;
import io.sallyport.files.DataMode;
import io.sallyport.files.Login;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads one entry of `backends:`.
final class BackendReader {

  private static final FtpUrl NOWHERE =
      new FtpUrl(TlsSettings.Mode.NONE, null, null, "localhost", 21, "");

  private static final String[] MODES = {
    "auto", "passive", "active", "epsv", "pasv", "eprt", "port"
  };

  private static final Login INTERNAL = secret();

  private final Path file;
  private final List<Mistake> mistakes;

  BackendReader(Path file, List<Mistake> mistakes) {
    this.file = file;
    this.mistakes = mistakes;
  }

  /// Absent if something in it is wrong; the mistakes are noted then.
  Optional<BackendSettings> read(YamlNode.Scalar name, Section keys) {
    if (keys.isRecording()) {
      // A backend is either this or that; both kinds are described, and both forms of a login.
      var _ = folder(name.text(), file, keys);
      keys.section("login").ifPresent(login -> user(login));
    }
    int before = mistakes.size();
    Optional<FtpUrl> url = new SecretReader(file).read(keys, "url", FtpUrl::parse);
    Optional<Path> folder = keys.value("folder", file::resolveSibling);
    boolean hasUrl = keys.node("url").isPresent() || keys.node("url-file").isPresent();
    boolean both = hasUrl && keys.node("folder").isPresent();
    boolean neither = !hasUrl && keys.node("folder").isEmpty();
    if (both || neither) {
      keys.note(
          name,
          "the backend \""
              + name.text()
              + "\" needs "
              + (both ? "only one of " : "")
              + "\"url\" or \"folder\"");
    }
    BackendSettings backend =
        folder.isPresent()
            ? folder(name.text(), folder.get(), keys)
            // Where the URL is wrong, the other keys are still read for their mistakes.
            : server(name.text(), url.orElse(NOWHERE), keys);
    AccessPolicy access = AccessPolicy.read(keys);
    if (!access.users().isEmpty() && backend.login() instanceof LoginRule.PassThrough) {
      keys.note("\"users\" is for a backend with a login of its own, not with pass-through");
    }
    try {
      BackendSettings.requireName(name.text());
    } catch (IllegalArgumentException e) {
      keys.note(name, String.valueOf(e.getMessage()));
    }
    keys.finish();
    return mistakes.size() == before ? Optional.of(backend.with(access)) : Optional.empty();
  }

  private BackendSettings server(String name, FtpUrl url, Section keys) {
    LoginRule login = login(keys).orElseGet(url::login);
    DataSettings data = keys.section("data").map(BackendReader::data).orElse(DataSettings.AUTO);
    FtpSettings defaults = FtpSettings.of(url.host(), url.port());
    FtpSettings ftp =
        new FtpSettings(
            url.host(),
            url.port(),
            url.root(),
            data,
            keys.value("charset", BackendReader::charset)
                .filter(c -> !c.equals("auto"))
                .orElse(null),
            zone(keys),
            keys.number("connections", 1, defaults.connections()),
            keys.value("upload", BackendReader::isAtomic, "atomic", "direct")
                .orElse(defaults.atomicUploads()),
            keys.section("timeouts").map(BackendReader::timeouts).orElse(Timeouts.DEFAULT),
            new TlsReader(file).read(keys, url.tls()),
            keys.value("listing-age", BackendReader::age).orElse(defaults.listingAge()),
            keys.value("content-age", BackendReader::age).orElse(defaults.contentAge()),
            new SecretReader(file).read(keys, "proxy", ProxySettings::parse).orElse(null),
            List.of());
    if (keys.node("ftp").isPresent()) {
      keys.note("\"ftp\" is for a backend with \"folder\"; a server has \"data\"");
    }
    return new BackendSettings(
        requireLater(name),
        new BackendSettings.Source.Server(ftp),
        login,
        url.user(),
        AccessPolicy.OPEN,
        keepInStore(keys, login));
  }

  private BackendSettings folder(String name, Path folder, Section keys) {
    Section none = new Section("", new YamlNode.Nothing(1, 1), mistakes);
    Section ftp = keys.section("ftp").orElse(none);
    Optional<Login> own = user(ftp);
    Login server = own.orElseGet(BackendReader::internal);
    boolean passive = ftp.flag("passive", true);
    boolean active = ftp.flag("active", true);
    if (!passive && !active) {
      ftp.note("\"passive\" and \"active\" are both off, so no file could be transferred");
      active = true;
    }
    EmbeddedSettings defaults = EmbeddedSettings.of(folder, server);
    EmbeddedSettings embedded =
        new EmbeddedSettings(
            folder,
            ftp.value("listen", HostPort::parse).orElse(defaults.listen()),
            server,
            ftp.flag("anonymous", false),
            passive,
            ftp.value("passive-ports", PortRange::parse).orElse(null),
            ftp.value("passive-address", text -> text).orElse(null),
            active,
            ftp.number("max-logins", 1, defaults.maxLogins()),
            ftp.value("idle", Durations::parse).orElse(defaults.idle()));
    ftp.finish();
    LoginRule login = login(keys).orElseGet(() -> new LoginRule.Fixed(server));
    if (own.isEmpty() && login instanceof LoginRule.PassThrough) {
      keys.note(
          "with \"login: pass-through\", \"ftp\" needs a user and a password to compare with");
    }
    return new BackendSettings(
        requireLater(name),
        new BackendSettings.Source.Folder(embedded),
        login,
        null,
        AccessPolicy.OPEN,
        keepInStore(keys, login));
  }

  /// Whoever is anonymous could leave files for everybody that the server never took.
  private static List<NamePattern> keepInStore(Section keys, LoginRule login) {
    List<NamePattern> names = keys.list("keep-in-store", NamePattern::new).orElse(List.of());
    if (!names.isEmpty() && login instanceof LoginRule.Anonymous) {
      keys.note("with \"keep-in-store\", \"login\" cannot be anonymous");
    }
    return names;
  }

  private static DataSettings data(Section data) {
    List<DataMode> modes =
        data
            .list("modes", BackendReader::modes, MODES)
            .orElse(List.of(DataSettings.AUTO.modes()))
            .stream()
            .flatMap(List::stream)
            .distinct()
            .toList();
    DataSettings settings =
        new DataSettings(
            modes.isEmpty() ? DataSettings.AUTO.modes() : modes,
            data.value("active-ports", PortRange::parse).orElse(null),
            data.value("active-address", text -> text).orElse(null),
            data.list("trusted-addresses", AddressRange::parse).orElse(List.of()));
    data.finish();
    return settings;
  }

  private static List<DataMode> modes(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "auto" -> DataSettings.AUTO.modes();
      case "passive" -> List.of(DataMode.EPSV, DataMode.PASV);
      case "active" -> List.of(DataMode.EPRT, DataMode.PORT);
      case "epsv" -> List.of(DataMode.EPSV);
      case "pasv" -> List.of(DataMode.PASV);
      case "eprt" -> List.of(DataMode.EPRT);
      case "port" -> List.of(DataMode.PORT);
      default ->
          throw new IllegalArgumentException(
              "it is auto, passive, active, or some of epsv, pasv, eprt, port, not " + text);
    };
  }

  private static Timeouts timeouts(Section keys) {
    Timeouts usual = Timeouts.DEFAULT;
    Timeouts timeouts =
        new Timeouts(
            keys.value("connect", Durations::parse).orElse(usual.connect()),
            keys.value("reply", Durations::parse).orElse(usual.reply()),
            keys.value("data-connect", Durations::parse).orElse(usual.dataConnect()),
            keys.value("stall", Durations::parse).orElse(usual.stall()),
            keys.value("lease", Durations::parse).orElse(usual.lease()),
            keys.value("idle", Durations::parse).orElse(usual.idle()),
            keys.value("keep-alive", Durations::parse).orElse(usual.keepAlive()));
    keys.finish();
    return timeouts;
  }

  private Optional<LoginRule> login(Section keys) {
    Optional<YamlNode> node = keys.node("login");
    if (node.isPresent() && node.get() instanceof YamlNode.Mapping) {
      return keys.section("login")
          .flatMap(login -> {
            Optional<Login> user = user(login);
            if (user.isEmpty()) {
              login.note("\"login\" needs a user with a password or password-file");
            }
            login.finish();
            return user.map(LoginRule.Fixed::new);
          });
    }
    return keys.value(
        "login",
        text ->
            switch (text) {
              case "pass-through" -> new LoginRule.PassThrough();
              case "anonymous" -> new LoginRule.Anonymous();
              default ->
                  throw new IllegalArgumentException(
                      "it is pass-through, anonymous, or a user with a password");
            },
        "pass-through",
        "anonymous");
  }

  /// `user` with `password` or `password-file`; absent if there is no user or no password.
  private Optional<Login> user(Section keys) {
    Optional<String> user = keys.value("user", SecretReader::oneLine);
    Optional<String> password = new SecretReader(file).read(keys, "password");
    return user.flatMap(u -> password.map(p -> new Login(u, p)));
  }

  private static @Nullable ZoneId zone(Section keys) {
    return keys.value(
            "time-zone",
            text -> {
              try {
                return text.equals("auto")
                    ? Optional.<ZoneId>empty()
                    : Optional.of(ZoneId.of(text));
              } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                    "it is auto or a time zone such as Europe/Berlin, not " + text, e);
              }
            })
        .flatMap(zone -> zone)
        .orElse(null);
  }

  private static String charset(String name) {
    if (name.equals("auto")) {
      return name;
    }
    try {
      return Charset.forName(name).name();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "it is auto or a charset such as GB18030 or windows-1252, not " + name, e);
    }
  }

  private static Duration age(String text) {
    return text.equals("off") ? Duration.ZERO : Durations.parse(text);
  }

  private static boolean isAtomic(String text) {
    return switch (text) {
      case "atomic" -> true;
      case "direct" -> false;
      default -> throw new IllegalArgumentException("it is atomic or direct, not " + text);
    };
  }

  /// A wrong name is noted by [#read] with its place; until then any other will do.
  private static String requireLater(String name) {
    try {
      BackendSettings.requireName(name);
      return name;
    } catch (IllegalArgumentException e) {
      return "wrong";
    }
  }

  /// A login for embedded servers that nobody else is meant to reach; the same whenever the
  /// configuration is read, so that a backend that was not changed is seen to be the same.
  private static Login internal() {
    return INTERNAL;
  }

  private static Login secret() {
    byte[] secret = new byte[24];
    new SecureRandom().nextBytes(secret);
    return new Login("sallyport", Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }
}
