package io.sallyport.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A TCP connection as Linux's own calls take it: a descriptor beside the one of its channel, so
/// that a channel which another thread closes cannot leave its number to somebody else's connection
/// while a call is made. The connection ends when both are closed. For the thread that opened it.
public final class SocketDescriptor implements AutoCloseable {

  private static final @Nullable MethodHandle NUMBER_OF = numberOf();

  private final Linux linux;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment state = Linux.state(arena);
  private final MemorySegment request = arena.allocate(Long.BYTES, Integer.BYTES);
  private final int number;
  private boolean closed;

  private SocketDescriptor(Linux linux, int number) {
    this.linux = linux;
    this.number = number;
  }

  /// A descriptor of `channel`; empty where this is no Linux, the Java does not tell, or the
  /// process may open nothing more.
  ///
  /// @throws ClosedChannelException if the channel is closed
  public static Optional<SocketDescriptor> of(SocketChannel channel) throws ClosedChannelException {
    Optional<Linux> linux = Linux.here();
    if (linux.isEmpty() || NUMBER_OF == null) {
      return Optional.empty();
    }
    int number = numberOf(channel, NUMBER_OF);
    long duplicate;
    try (Arena arena = Arena.ofConfined()) {
      duplicate = linux.get().duplicate(Linux.state(arena), number);
    }
    if (duplicate < 0 && channel.isOpen()) {
      return Optional.empty();
    }
    if (duplicate < 0) {
      throw new ClosedChannelException();
    }
    SocketDescriptor descriptor = new SocketDescriptor(linux.get(), (int) duplicate);
    if (!channel.isOpen()) {
      // Closed before or meanwhile: the number may have been another connection's already.
      descriptor.close();
      throw new ClosedChannelException();
    }
    return Optional.of(descriptor);
  }

  private static @Nullable MethodHandle numberOf() {
    try {
      Class<?> type = Class.forName("sun.nio.ch.SelChImpl");
      return MethodHandles.lookup()
          .findVirtual(type, "getFDVal", MethodType.methodType(int.class))
          .asType(MethodType.methodType(int.class, Object.class));
    } catch (ReflectiveOperationException e) {
      // Java was started without `--add-exports java.base/sun.nio.ch=ALL-UNNAMED`.
      return null;
    }
  }

  private static int numberOf(SocketChannel channel, MethodHandle numberOf) {
    try {
      return (int) numberOf.invokeExact((Object) channel);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /// Returns whether bytes have come, or the end, or an error; false after `millis` without. Blocks
  /// the thread of the system, and hears no interruption meanwhile.
  ///
  /// @throws IOException if Linux refuses to tell
  public boolean awaitReadable(int millis) throws IOException {
    long ready = linux.poll(state, request, number, millis);
    if (ready < 0 && ready != -Linux.EINTR) {
      throw new IOException("poll: error " + -ready);
    }
    return ready > 0;
  }

  int number() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    return number;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      linux.close(state, number);
      arena.close();
    }
  }
}
