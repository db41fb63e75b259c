package io.sallyport.ftp.session;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How often one server is sent NOOP while it transfers, and whether that does any good there:
/// servers answer it at once (ProFTPD), with 500 (Pure-FTPd), after the transfer (vsftpd), never,
/// or by ending the transfer. What answers, whatever it says, is kept alive; the others get no NOOP
/// from then on, and TCP's own probes have to do. Thread-safe.
final class KeepAlive {

  private static final Logger log = LoggerFactory.getLogger(KeepAlive.class);

  private final Duration interval;
  private volatile boolean unwelcome;

  KeepAlive(Duration interval) {
    this.interval = interval;
  }

  /// How long a control connection may be silent during a transfer; empty for any time.
  Optional<Duration> interval() {
    return unwelcome ? Optional.empty() : Optional.of(interval);
  }

  /// The server did something else than answer.
  void unwelcome(String what) {
    if (!unwelcome) {
      unwelcome = true;
      log.info("ftp server gets no NOOP during transfers any more: {}", what);
    }
  }
}
