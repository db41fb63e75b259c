package io.sallyport.http;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The threads that answer requests: threads of the system as long as few requests run, virtual
/// ones beyond. A short request waits some ten times for an FTP server's next word; a thread of the
/// system does that in one call, where parking a virtual thread takes several and wakes others. For
/// many requests at once, which wait long, the system's threads take too much memory. Thread-safe.
final class Hands implements Executor, AutoCloseable {

  private static final int SYSTEM_THREADS = 64;
  private static final long REST_SECONDS = 30;

  private final ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
  private final ThreadPoolExecutor system =
      new ThreadPoolExecutor(
          0,
          SYSTEM_THREADS,
          REST_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("request-", 1).factory(),
          // Where all are busy, or the end has come.
          (task, _) -> virtual.execute(task));

  @Override
  public void execute(Runnable task) {
    system.execute(task);
  }

  /// Interrupts what runs.
  @Override
  public void close() {
    system.shutdownNow();
    virtual.shutdownNow();
  }
}
