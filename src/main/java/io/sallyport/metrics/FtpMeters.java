package io.sallyport.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.sallyport.files.DataMode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What is counted of the FTP side, for the whole process. Thread-safe.
public final class FtpMeters {

  private static final Counter UPLOADS_ABORTED =
      Counter.builder("sallyport.uploads.aborted")
          .description("Uploads that ended before they were whole; nothing of them is left")
          .register(Metrics.globalRegistry);

  private static final Counter UPLOADS_REAPED =
      Counter.builder("sallyport.uploads.reaped")
          .description("Temporary files removed that uploads of a dead process had left")
          .register(Metrics.globalRegistry);

  private static final Counter FALLBACKS =
      Counter.builder("sallyport.ftp.data.fallbacks")
          .description("Data connections that were made in another mode than the first tried")
          .register(Metrics.globalRegistry);

  private static final Counter NO_DATA =
      Counter.builder("sallyport.ftp.data.failures")
          .description("Transfers for which no mode gave a data connection")
          .register(Metrics.globalRegistry);

  private static final Counter REREADS =
      Counter.builder("sallyport.ftp.contents.reread")
          .description("Small files served from memory, unchanged by the server's own word")
          .register(Metrics.globalRegistry);

  private static final Counter CONTENTS_KEPT =
      Counter.builder("sallyport.ftp.contents.kept")
          .description("Small files kept in memory for whoever asks again")
          .register(Metrics.globalRegistry);

  /// To look a meter up by its words costs more than to count.
  private static final Map<String, Counter> REPLIES = new ConcurrentHashMap<>();

  private static final Map<DataMode, Counter> CONNECTIONS = new ConcurrentHashMap<>();

  private FtpMeters() {}

  /// A reply has come (RFC 959 §4.2).
  public static void replied(int code) {
    REPLIES
        .computeIfAbsent(
            code >= 100 && code < 600 ? code / 100 + "yz" : "other",
            name ->
                Counter.builder("sallyport.ftp.replies")
                    .description("Replies of FTP servers by their first digit")
                    .tag("class", name)
                    .register(Metrics.globalRegistry))
        .increment();
  }

  /// A data connection was made.
  ///
  /// @param fallback whether another mode was tried before, in vain
  public static void connected(DataMode mode, boolean fallback) {
    CONNECTIONS
        .computeIfAbsent(
            mode,
            made ->
                Counter.builder("sallyport.ftp.data.connections")
                    .description("Data connections by the mode that they were made in")
                    .tag("mode", made.name())
                    .register(Metrics.globalRegistry))
        .increment();
    if (fallback) {
      FALLBACKS.increment();
    }
    Trace.current().ifPresent(trace -> trace.used(mode));
  }

  /// A small file was served from memory.
  public static void contentReread() {
    REREADS.increment();
  }

  /// A small file was kept in memory.
  public static void contentKept() {
    CONTENTS_KEPT.increment();
  }

  /// No mode gave a data connection.
  public static void noDataConnection() {
    NO_DATA.increment();
  }

  /// An upload ended before it was whole.
  public static void uploadAborted() {
    UPLOADS_ABORTED.increment();
  }

  /// A temporary file of a dead process was removed.
  public static void uploadReaped() {
    UPLOADS_REAPED.increment();
  }
}
