package io.sallyport.cli;

import io.sallyport.api.DoctorJson;
import io.sallyport.config.Durations;
import io.sallyport.config.FtpSettings;
import io.sallyport.config.FtpUrl;
import io.sallyport.config.PortRange;
import io.sallyport.config.TlsSettings;
import io.sallyport.doctor.Doctor;
import io.sallyport.doctor.Examination;
import io.sallyport.doctor.Report;
import io.sallyport.doctor.Step;
import io.sallyport.doctor.TextReport;
import io.sallyport.files.Login;
import io.sallyport.files.Wording;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `doctor`: what works between this machine and an FTP server, what does not, and who must change
/// what.
@Command(
    name = "doctor",
    description = {
      "Looks at an FTP server: name, TCP, TLS, login, and a listing in each data mode. Says what"
          + " works, what does not, whose firewall must open what.",
      "Exit code 0: usable, 1: not usable, 2: called wrongly."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class,
    sortOptions = false)
final class DoctorCommand implements Callable<Integer> {

  private final Map<String, String> environment;

  @Parameters(
      paramLabel = "FTP-URL",
      description =
          "As in ftp://user@ftp.example.org/pub; ftpes:// insists on TLS, ftps:// begins with it.")
  private String url = "";

  @Option(names = "--json", description = "Print the report as JSON and nothing else.")
  private boolean asJson;

  @Option(
      names = "--write",
      description = "Also upload a small file into the folder, measure, rename and delete it.")
  private boolean write;

  @Option(
      names = "--user",
      paramLabel = "USER",
      description = "Log in as this user; anonymous if nothing is said.")
  private @Nullable String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "The password is this file's first line. [SALLYPORT_PASSWORD: the password]")
  private @Nullable Path passwordFile;

  @Option(
      names = "--active-ports",
      paramLabel = "FIRST-LAST",
      description = "Where to listen in active mode, as active-ports in the configuration.")
  private @Nullable String activePorts;

  @Option(
      names = "--active-address",
      paramLabel = "ADDRESS",
      description = "What to tell the server in active mode, as active-address.")
  private @Nullable String activeAddress;

  @Option(
      names = "--data-timeout",
      paramLabel = "DURATION",
      description = "How long each data connection may take; 3500ms if nothing is said.")
  private @Nullable String dataTimeout;

  @Option(
      names = "--pin",
      paramLabel = "SHA-256",
      description = "Accept the certificate with this fingerprint, and no other.")
  private List<String> pins = List.of();

  @Option(
      names = "--lang",
      paramLabel = "en|zh-CN",
      description = "The language of the verdicts; that of LANG if nothing is said.")
  private @Nullable String language;

  @Spec private @Nullable CommandSpec spec;

  DoctorCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    FtpUrl server = read("the FTP URL", () -> FtpUrl.parse(url));
    Login login = login(server);
    FtpSettings settings = settings(server);
    try (Examination examination = Doctor.examine(settings, login, write)) {
      return asJson ? json(examination) : text(examination, server);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private int json(Examination examination) throws InterruptedException {
    Report report = examination.report();
    out().println(new DoctorJson().text(report));
    return exit(report);
  }

  private int text(Examination examination, FtpUrl server) throws InterruptedException {
    TextReport words = new TextReport(Wording.of(language()));
    out().println(server);
    for (Optional<Step> step = examination.next(); step.isPresent(); step = examination.next()) {
      out().print(words.step(step.get()));
      out().flush();
    }
    Report report = examination.report();
    out().print(words.conclusion(report));
    out().flush();
    return exit(report);
  }

  private static int exit(Report report) {
    return report.isUsable() ? 0 : 1;
  }

  private FtpSettings settings(FtpUrl server) {
    FtpSettings.DataSettings auto = FtpSettings.DataSettings.AUTO;
    PortRange ports =
        activePorts == null
            ? null
            : read("--active-ports", () -> PortRange.parse(String.valueOf(activePorts)));
    List<String> fingerprints =
        read("--pin", () -> pins.stream().map(TlsSettings::parseFingerprint).toList());
    if (!fingerprints.isEmpty() && server.tls() == TlsSettings.Mode.NONE) {
      throw misuse("--pin: ftp:// uses no TLS; ftpes:// and ftps:// do");
    }
    return FtpSettings.of(server.host(), server.port())
        .withRoot(server.root())
        .withTimeouts(timeouts())
        .withTls(
            new TlsSettings(server.tls(), TlsSettings.Version.AUTO, List.of(), fingerprints, null))
        .withData(
            new FtpSettings.DataSettings(
                auto.modes(), ports, activeAddress, auto.trustedAddresses()));
  }

  private FtpSettings.Timeouts timeouts() {
    FtpSettings.Timeouts usual = FtpSettings.Timeouts.DEFAULT;
    if (dataTimeout == null) {
      return usual;
    }
    String text = dataTimeout;
    return new FtpSettings.Timeouts(
        usual.connect(),
        usual.reply(),
        read("--data-timeout", () -> Durations.parse(text)),
        usual.stall(),
        usual.lease(),
        usual.idle());
  }

  /// The user of the option or the URL; the password of the URL, the file, the environment, or
  /// whoever sits at the terminal.
  private Login login(FtpUrl server) throws IOException {
    String name = user != null ? user : server.user();
    if (name == null && passwordFile == null) {
      return Login.ANONYMOUS;
    }
    if (name == null) {
      throw misuse("--password-file: there is no user to it");
    }
    if (user == null && server.password() != null) {
      return new Login(name, server.password());
    }
    Login login = new Login(name, password(name));
    if (Stream.of(login.user(), login.password())
        .anyMatch(part -> part.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0))) {
      throw misuse("the user or the password holds a line end");
    }
    return login;
  }

  @SuppressWarnings("SystemConsoleNull") // Java 25 is back to none where there is no terminal.
  private String password(String name) throws IOException {
    if (passwordFile != null) {
      try (Stream<String> lines = Files.lines(passwordFile)) {
        return lines.findFirst().orElse("");
      } catch (IOException | java.io.UncheckedIOException e) {
        throw misuse("--password-file: " + passwordFile + " cannot be read");
      }
    }
    String variable = environment.get("SALLYPORT_PASSWORD");
    if (variable != null) {
      return variable;
    }
    if (name.equals("anonymous") || name.equals("ftp")) {
      return Login.ANONYMOUS.password();
    }
    java.io.Console console = System.console();
    char[] typed =
        console == null || !console.isTerminal()
            ? null
            : console.readPassword("Password of %s: ", name);
    if (typed == null) {
      throw misuse(
          "there is no password for " + name + ": use --password-file or SALLYPORT_PASSWORD");
    }
    return new String(typed);
  }

  private String language() {
    return Stream.of(
            Optional.ofNullable(language),
            Optional.ofNullable(environment.get("LC_ALL")),
            Optional.ofNullable(environment.get("LC_MESSAGES")),
            Optional.ofNullable(environment.get("LANG")))
        .flatMap(Optional::stream)
        .filter(value -> !value.isBlank())
        .findFirst()
        .orElse("en");
  }

  private interface Reading<T> {
    T read();
  }

  private <T> T read(String option, Reading<T> reading) {
    try {
      return reading.read();
    } catch (IllegalArgumentException e) {
      throw misuse(option + ": " + e.getMessage());
    }
  }

  private ParameterException misuse(String message) {
    return new ParameterException(spec().commandLine(), message);
  }

  private PrintWriter out() {
    return spec().commandLine().getOut();
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli fills this in");
    }
    return spec;
  }
}
