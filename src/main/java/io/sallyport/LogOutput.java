package io.sallyport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import java.util.Optional;

/// Where the log goes and how it looks: one line an event on standard error, in UTC. Logback finds
/// it as a service, in a twentieth of the time that its XML takes; where
/// `logback.configurationFile` names a file, or a `logback-test.xml` is on the class path, those
/// count instead.
public final class LogOutput extends ContextAwareBase implements Configurator {

  /// %replace keeps hostile text on one line.
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %logger{0}"
          + " %replace(%msg){'[\\r\\n\\x1b]', '?'}%n%ex";

  /// Libraries that say more than an operator wants to know.
  private static final Map<String, Level> QUIET =
      Map.of(
          // Logs lock tokens at WARN and passwords at DEBUG.
          "io.milton",
          Level.ERROR,
          // Warns, with a stack trace, of every connection that the database closed; another is
          // opened anyway.
          "com.zaxxer.hikari",
          Level.ERROR,
          // Tells of every version of the tables that it makes or finds made.
          "org.flywaydb",
          Level.WARN,
          // Warns when metrics are asked for after something was counted already.
          "io.micrometer.core.instrument.composite",
          Level.ERROR,
          "io.undertow",
          Level.WARN,
          "org.xnio",
          Level.WARN,
          "org.jboss.threads",
          Level.WARN,
          // Warns of every failed login and of every passive port that it gives back.
          "org.apache.ftpserver",
          Level.ERROR,
          "org.apache.mina",
          Level.WARN);

  /// For Logback, which makes one by this name.
  public LogOutput() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty("logback.configurationFile") != null
        || LogOutput.class.getResource("/logback-test.xml") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    install(
        context,
        Optional.ofNullable(System.getenv("SALLYPORT_LOG_LEVEL"))
            .map(name -> Level.toLevel(name, Level.INFO))
            .orElse(Level.INFO));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /// Sets up a context that has nothing yet.
  static void install(LoggerContext context, Level level) {
    QUIET.forEach((name, most) -> context.getLogger(name).setLevel(most));
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    // Standard output is for what a command prints; the log goes beside it.
    ConsoleAppender<ILoggingEvent> output = new ConsoleAppender<>();
    output.setContext(context);
    output.setName("stderr");
    output.setTarget("System.err");
    output.setEncoder(encoder);
    output.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(level);
    root.addAppender(output);
  }
}
