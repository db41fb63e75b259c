package io.sallyport.http;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.LoggerFactory;

/// What a class warns of, as long as this is open.
final class Warnings extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final Logger logger;

  Warnings(Class<?> source) {
    logger = (Logger) LoggerFactory.getLogger(source);
    setContext(logger.getLoggerContext());
    start();
    logger.addAppender(this);
  }

  /// Waits for one that holds `part`.
  void awaitOne(String part) throws InterruptedException {
    while (!said.take().contains(part)) {
      // Another.
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
      said.add(event.getFormattedMessage());
    }
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    stop();
  }
}
