package io.sallyport.ftp;

import io.sallyport.files.Failure;
import io.sallyport.files.Reply;
import io.sallyport.ftp.session.ControlConnection;
import io.sallyport.ftp.session.ControlLost;
import io.sallyport.ftp.session.Lease;
import io.sallyport.ftp.tls.TlsPeer;
import io.sallyport.ftp.tls.TlsRefused;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Data connections whose TLS a server does not like, mostly because they resume no session: vsftpd
/// answers 522, ProFTPD 425, others 450, and each with words about it.
final class TlsTrouble {

  /// How long a server that ended a data connection may take to say why.
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private TlsTrouble() {}

  /// Whether the next data connection on this session could resume nothing.
  static boolean isComing(Lease lease) {
    return lease.session().control().tls().map(TlsPeer::isSpent).orElse(false);
  }

  /// Whether the server's words behind a failure are about TLS.
  static boolean isIn(Failure failure) {
    return failure.reply().map(TlsTrouble::isIn).orElse(false);
  }

  private static boolean isIn(Reply reply) {
    String text = reply.text().toLowerCase(Locale.ROOT);
    return switch (reply.code()) {
      case 522 -> true;
      case 425, 426, 450, 451 ->
          text.contains("session") || text.contains("ssl") || text.contains("tls");
      default -> false;
    };
  }

  /// Takes note of it. Whether a new session may do better: another version of TLS, or, where a
  /// session has rested, one that the server has not forgotten yet (OpenSSL does after two hours).
  static boolean mayPass(Lease lease) {
    boolean otherwise = lease.session().control().tls().map(TlsPeer::complained).orElse(false);
    return otherwise || lease.mayBeStale();
  }

  /// What it means when no new session helps.
  static Failure failure(Lease lease, TlsRefused e) {
    boolean silent = e.reason() == TlsRefused.Reason.SILENCE;
    return new Failure.Unreachable(
        String.valueOf(e.getMessage()),
        silent ? null : lastWords(lease.session().control()),
        silent,
        e);
  }

  private static @Nullable Reply lastWords(ControlConnection control) {
    if (!control.replyOwed()) {
      return null;
    }
    try {
      return control.finalReply(LAST_WORDS);
    } catch (ControlLost e) {
      return e.reply().orElse(null);
    }
  }
}
