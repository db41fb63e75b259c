package io.sallyport.ftp.session;

import io.sallyport.config.FtpSettings;
import io.sallyport.config.TlsSettings;
import io.sallyport.files.Failure;
import io.sallyport.files.Login;
import io.sallyport.files.RemotePath;
import io.sallyport.files.Reply;
import io.sallyport.ftp.tls.TlsRefused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/// A logged-in control connection: representation TYPE is Image, features are known, paths have a
/// root. For one thread at a time; the pool closes it.
public final class Session implements AutoCloseable {

  private final ControlConnection control;
  private final Names names;
  private final Features features;
  private final String root;

  private Session(ControlConnection control, Names names, Features features, String root) {
    this.control = control;
    this.names = names;
    this.features = features;
    this.root = root;
  }

  /// Opens sessions with one server; what is learned about it serves the next.
  static Function<Login, Session> opener(Remote remote, Names names) {
    return login -> open(remote, login, names);
  }

  /// Connects and logs in. Who gets it closes it.
  ///
  /// @throws Failure.Unreachable if the server cannot be reached, breaks off, or refuses TLS
  /// @throws Failure.NotLoggedIn if it refuses the login
  /// @throws Failure.Busy if it has no connection free (421, or 530 that says so)
  public static Session open(Remote remote, Login login, Names names) {
    FtpSettings settings = remote.settings();
    ControlConnection control = ControlConnection.open(remote);
    try {
      logIn(control, login, settings.userSuffix());
      if (control.tls().isPresent()) {
        protectData(control, remote.tls().mode());
      }
      Features features = Features.parse(control.send("FEAT"));
      if (features.has("UTF8")) {
        // Some servers want to be told; those that refuse (pyftpdlib 501, Pure-FTPd 504) send UTF-8
        // anyway.
        control.send("OPTS", "UTF8 ON");
      }
      Optional<String> facts = features.factsToAskFor();
      if (facts.isPresent()) {
        // pyftpdlib leaves permissions out unless it is asked; a refusal changes nothing.
        control.send("OPTS", "MLST " + facts.get());
      }
      Reply type = control.send("TYPE", "I");
      if (!type.isPositive()) {
        throw new Failure.Unsupported(
            "The FTP server does not transfer bytes as they are (TYPE I).", type);
      }
      Session session =
          new Session(control, names, features, rootOf(settings, control.send("PWD"), names));
      return session;
    } catch (ControlLost e) {
      control.close();
      if (e.reply().isPresent()) {
        throw new Failure.Busy(
            "The FTP server has no connection free at the moment.",
            e.reply().get(),
            Duration.ofSeconds(10));
      }
      if (e.getCause() instanceof SSLException alert) {
        // In TLS 1.3 a client learns of its refusal only after its own last word.
        String server = settings.host() + ":" + settings.port();
        throw new Failure.Unreachable(
            String.valueOf(TlsRefused.of(server, alert).getMessage()), null, false, e);
      }
      throw new Failure.Unreachable(
          "The FTP server breaks off during the login.", null, e.timedOut(), e);
    } catch (RuntimeException e) {
      control.close();
      throw e;
    }
  }

  private static void logIn(ControlConnection control, Login login, String suffix)
      throws ControlLost {
    if (!ControlConnection.fits(login.user()) || !ControlConnection.fits(login.password())) {
      throw new Failure.Malformed(
          "The user name or password holds a line break or a NUL character.");
    }
    Reply reply = control.send("USER", bytes(login.user() + suffix));
    if (reply.code() == 331) {
      reply = control.send("PASS", bytes(login.password()));
    }
    if (reply.isPositive()) {
      return;
    }
    if (saysTooMany(reply)) {
      throw new Failure.Busy(
          "The FTP server allows no more logins at the moment.", reply, Duration.ofSeconds(10));
    }
    if (reply.code() == 332) {
      throw new Failure.NotLoggedIn(
          "The FTP server wants an account besides user and password.", reply);
    }
    boolean refused = reply.code() >= 530 && reply.code() <= 532;
    if (refused || reply.isIntermediate() || reply.code() == 430) {
      throw new Failure.NotLoggedIn("The FTP server refuses this user name and password.", reply);
    }
    throw new Failure.NotLoggedIn("The FTP server refuses the login.", reply);
  }

  /// RFC 4217 §9: no data connection goes unprotected.
  private static void protectData(ControlConnection control, TlsSettings.Mode mode)
      throws ControlLost {
    // Some servers want no PBSZ; what counts is PROT.
    control.send("PBSZ", "0");
    Reply reply = control.send("PROT", "P");
    // With implicit TLS, some servers protect all data and know of no PROT.
    boolean always = mode == TlsSettings.Mode.IMPLICIT && reply.code() >= 500 && reply.code() < 505;
    if (!reply.isPositive() && !always) {
      throw new Failure.Unreachable(
          "The FTP server does not protect data connections (it answers PROT P with "
              + reply.oneLine()
              + ").",
          reply,
          false,
          null);
    }
  }

  private static boolean saysTooMany(Reply reply) {
    String text = reply.text().toLowerCase(Locale.ROOT);
    boolean crowded =
        text.contains("too many") || text.contains("maximum") || text.contains("limit");
    return reply.code() == 421 || (reply.code() == 530 && crowded);
  }

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /// The backend's root as a prefix of absolute pathnames, without a slash at the end; empty for
  /// `/` itself.
  private static String rootOf(FtpSettings settings, Reply pwd, Names names) {
    String home = quoted(pwd).filter(path -> path.startsWith("/")).orElse("/");
    String below = names.argument(settings.root());
    String root = below.startsWith("/") ? below : home + "/" + below;
    return root.replaceAll("/+", "/").replaceAll("/$", "");
  }

  /// The pathname in a 257 reply, quotes doubled inside (RFC 959, Appendix II).
  private static Optional<String> quoted(Reply reply) {
    String text = reply.text();
    int from = text.indexOf('"');
    int to = text.lastIndexOf('"');
    return reply.code() == 257 && from >= 0 && to > from
        ? Optional.of(text.substring(from + 1, to).replace("\"\"", "\""))
        : Optional.empty();
  }

  /// The control connection.
  public ControlConnection control() {
    return control;
  }

  /// What the server says it can do.
  public Features features() {
    return features;
  }

  /// The absolute pathname of `path` on the server, as the argument of a command. Absolute, so that
  /// no name is mistaken for an option.
  public String pathname(RemotePath path) {
    return path.isRoot() && root.isEmpty() ? "/" : root + names.argument(path);
  }

  /// Whether the server still answers. Blocks for one round trip.
  boolean answers() {
    try {
      return control.send("NOOP").isPositive();
    } catch (ControlLost e) {
      return false;
    }
  }

  /// Says goodbye and waits until the server has let go, so that its place there is free.
  void quit() {
    try {
      if (!control.replyOwed()) {
        control.send("QUIT");
        control.awaitEnd();
      }
    } catch (ControlLost _) {
      // Gone is what was wanted.
    }
    control.close();
  }

  /// Says goodbye without waiting for the answer.
  @Override
  public void close() {
    if (!control.replyOwed()) {
      try {
        control.sendOnly("QUIT", null);
      } catch (ControlLost e) {
        // It is gone already, which is what was wanted.
        control.close();
        return;
      }
    }
    control.close();
  }
}
