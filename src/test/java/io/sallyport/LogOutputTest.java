package io.sallyport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a line of the log looks like, and who may write one.
final class LogOutputTest {

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final LoggerContext context = new LoggerContext();

  @BeforeEach
  void capture() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    context.stop();
    System.setErr(before);
  }

  private Logger logger(String name, Level level) {
    LogOutput.install(context, level);
    return context.getLogger(name);
  }

  private String written() {
    assertEquals(
        List.of(),
        context.getStatusManager().getCopyOfStatusList().stream()
            .map(Object::toString)
            .filter(each -> each.contains("ERROR"))
            .toList());
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void event_isOneLineWithTheTimeInUtc() {
    logger("io.sallyport.http.access", Level.INFO).info("id={} path={}", 1, "a\r\nb\u001b[31m");
    assertTrue(
        written()
            .matches(
                "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  access"
                    + " id=1 path=a\\?\\?b\\?\\[31m\\R"),
        written());
  }

  @Test
  void failure_isShownWithWhereItHappened() {
    logger("a.B", Level.INFO).error("failed", new IllegalStateException("why"));
    List<String> lines = written().lines().toList();
    assertTrue(lines.get(0).endsWith("Z ERROR B failed"), lines.get(0));
    assertEquals("java.lang.IllegalStateException: why", lines.get(1));
    assertTrue(lines.get(2).startsWith("\tat io.sallyport.LogOutputTest."), lines.get(2));
  }

  @Test
  void passwordsOfLibraries_areOnNoLevel() {
    Logger milton = logger("io.milton.http.Auth", Level.DEBUG);
    milton.debug("password");
    milton.warn("token");
    assertEquals("", written());
    assertTrue(context.getLogger("io.sallyport.ftp").isDebugEnabled());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.flywaydb.core.internal.command.DbMigrate",
        "io.undertow",
        "org.xnio.nio",
        "org.jboss.threads",
        "org.apache.mina.core",
        "org.apache.ftpserver.impl",
        "com.zaxxer.hikari.pool"
      })
  void ordinaryWorkOfLibraries_isNotTold(String library) {
    logger(library, Level.INFO).info("done");
    assertEquals("", written());
  }

  @Test
  void level_isInfoIfNothingElseIsSaid() {
    assertFalse(logger("io.sallyport.ftp", Level.INFO).isDebugEnabled());
  }

  @Test
  void logback_findsItAndLeavesTestsTheirOwn() {
    Configurator found =
        ServiceLoader.load(Configurator.class).stream()
            .filter(each -> each.type() == LogOutput.class)
            .findFirst()
            .orElseThrow()
            .get();
    assertEquals(
        Configurator.ExecutionStatus.INVOKE_NEXT_IF_ANY, found.configure(new LoggerContext()));
  }
}
