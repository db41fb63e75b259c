package io.sallyport.cli;

import io.sallyport.config.AdHocSettings;
import io.sallyport.config.BackendSettings;
import io.sallyport.config.ConfigurationFile;
import io.sallyport.config.EmbeddedSettings;
import io.sallyport.config.FtpSettings;
import io.sallyport.config.FtpUrl;
import io.sallyport.config.GatewaySettings;
import io.sallyport.config.HostPort;
import io.sallyport.config.InvalidConfiguration;
import io.sallyport.config.LoginRule;
import io.sallyport.config.Mistake;
import io.sallyport.config.StateSettings;
import io.sallyport.config.TlsSettings;
import io.sallyport.files.Login;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the command line says, laid over the environment, laid over the file, laid over the
/// defaults.
///
/// @param urls FTP servers to bridge, each under its host's name
/// @param config the configuration file
/// @param listen `HOST:PORT`
/// @param state the folder or database for state
/// @param folder the folder for the embedded FTP server
/// @param variables the environment
record ServeOptions(
    List<String> urls,
    Optional<String> config,
    Optional<String> listen,
    Optional<String> state,
    Optional<String> folder,
    Map<String, String> variables) {

  /// The name of the backend over `--folder`.
  static final String FOLDER_BACKEND = "files";

  private static final String DEFAULT_FOLDER = "sallyport-files";

  /// Only the gateway knows the password, so that nobody else on this machine gets in by FTP.
  private static final Login FOLDER_LOGIN = folderLogin();

  /// The same with what it leaves out taken from `SALLYPORT_CONFIG` and the like.
  ServeOptions over(Map<String, String> environment) {
    return new ServeOptions(
        urls,
        config.or(() -> variable(environment, "SALLYPORT_CONFIG")),
        listen.or(() -> variable(environment, "SALLYPORT_LISTEN")),
        state.or(() -> variable(environment, "SALLYPORT_STATE")),
        folder.or(() -> variable(environment, "SALLYPORT_FOLDER")),
        Map.copyOf(environment));
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /// Reads the file and puts everything together.
  ///
  /// @throws InvalidConfiguration with every mistake in the file, or else in the options
  GatewaySettings settings() throws InvalidConfiguration {
    ConfigurationFile file =
        config.isPresent()
            ? ConfigurationFile.read(Path.of(config.get()), variables)
            : ConfigurationFile.of(variables);
    List<Mistake> mistakes = new ArrayList<>();
    HostPort address =
        listen
            .flatMap(text -> read("--listen", text, HostPort::parse, mistakes))
            .or(file::listen)
            .orElse(GatewaySettings.DEFAULT_LISTEN);
    StateSettings stateSettings =
        state
            .flatMap(text ->
                read(
                    "--state",
                    text,
                    value -> StateSettings.parse(value, ServeOptions::path),
                    mistakes))
            .or(file::state)
            .orElse(GatewaySettings.DEFAULT_STATE);
    List<BackendSettings> backends = backends(file, mistakes);
    if (!mistakes.isEmpty()) {
      throw new InvalidConfiguration("sallyport", mistakes);
    }
    return new GatewaySettings(
        address,
        stateSettings,
        backends,
        file.front(),
        file.operations(),
        file.users(),
        file.adHoc().orElse(AdHocSettings.OFF),
        file.proxy().orElse(null));
  }

  private List<BackendSettings> backends(ConfigurationFile file, List<Mistake> mistakes) {
    Map<String, BackendSettings> backends = new LinkedHashMap<>();
    file.backends().forEach(backend -> backends.put(backend.name(), backend));
    for (String url : urls) {
      read("the FTP URL", url, FtpUrl::parse, mistakes)
          .map(parsed -> bridge(unusedName(parsed.host(), backends), parsed))
          .ifPresent(backend -> backends.put(backend.name(), backend));
    }
    boolean nothingElse = backends.isEmpty() && urls.isEmpty();
    (nothingElse ? folder.or(() -> Optional.of(DEFAULT_FOLDER)) : folder)
        .flatMap(text -> read("--folder", text, ServeOptions::path, mistakes))
        .ifPresent(path -> backends.put(FOLDER_BACKEND, overFolder(path)));
    return List.copyOf(backends.values());
  }

  private static BackendSettings bridge(String name, FtpUrl url) {
    return new BackendSettings(
        name,
        new BackendSettings.Source.Server(
            FtpSettings.of(url.host(), url.port())
                .withRoot(url.root())
                .withTls(TlsSettings.of(url.tls()))),
        url.login(),
        url.user());
  }

  private static Login folderLogin() {
    byte[] secret = new byte[24];
    new SecureRandom().nextBytes(secret);
    return new Login("sallyport", Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  private static BackendSettings overFolder(Path folder) {
    Login login = FOLDER_LOGIN;
    return new BackendSettings(
        FOLDER_BACKEND,
        new BackendSettings.Source.Folder(EmbeddedSettings.of(folder, login)),
        new LoginRule.Fixed(login),
        null);
  }

  private static String unusedName(String host, Map<String, BackendSettings> backends) {
    String plain = host.replace(':', '-').replace('%', '-');
    String name = plain;
    for (int i = 2; backends.containsKey(name); i++) {
      name = plain + "-" + i;
    }
    return name;
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("it is not a path", e);
    }
  }

  private interface Reading<T> {
    T read(String text);
  }

  private static <T> Optional<T> read(
      String option, String text, Reading<T> reading, List<Mistake> mistakes) {
    try {
      return Optional.of(reading.read(text));
    } catch (IllegalArgumentException e) {
      mistakes.add(new Mistake(0, 0, option + ": " + e.getMessage()));
      return Optional.empty();
    }
  }
}
