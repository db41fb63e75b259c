package io.sallyport.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A pipe in the kernel through which the bytes of one TCP connection go to another without being
/// copied (Linux, splice(2)). A GiB takes a third of the processor's time that way. There are only
/// so many at once, since what waits in them is memory that nobody counts. Close it in every case.
/// For the thread that opened it.
public final class KernelPipe implements AutoCloseable {

  /// What the kernel lets anybody have. A page of a file may fill a place of the pipe, or a packet.
  private static final int CAPACITY_BYTES = 1 << 20;

  private static final int MOST = 32;
  private static final AtomicInteger OPEN = new AtomicInteger();

  /// Whether this kernel, or whoever watches over its calls, has refused once.
  private static volatile boolean refused;

  private final Linux linux;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment state = Linux.state(arena);
  private final int exit;
  private final int entrance;
  private long held;
  private boolean closed;

  private KernelPipe(Linux linux, int exit, int entrance) {
    this.linux = linux;
    this.exit = exit;
    this.entrance = entrance;
  }

  /// An empty pipe; none where this is no Linux, it was refused before, or there are too many
  /// already.
  public static Optional<KernelPipe> open() {
    Optional<Linux> here = refused ? Optional.empty() : Linux.here();
    if (here.isEmpty() || OPEN.incrementAndGet() > MOST) {
      if (here.isPresent()) {
        OPEN.decrementAndGet();
      }
      return Optional.empty();
    }
    Linux linux = here.get();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Linux.state(arena);
      MemorySegment ends = arena.allocate(ValueLayout.JAVA_INT, 2);
      if (linux.pipe(state, ends) < 0) {
        OPEN.decrementAndGet();
        return Optional.empty();
      }
      int exit = ends.get(ValueLayout.JAVA_INT, 0);
      int entrance = ends.get(ValueLayout.JAVA_INT, Integer.BYTES);
      // A smaller one, where this is refused, is slower and does the same.
      var _ = linux.resize(state, entrance, CAPACITY_BYTES);
      return Optional.of(new KernelPipe(linux, exit, entrance));
    }
  }

  /// Whether there is none left for anybody else: who needs it little had better close it.
  public static boolean areAllTaken() {
    return OPEN.get() >= MOST;
  }

  /// Moves what has come on `source` into this pipe, which must be empty. Does not wait, if
  /// [SocketDescriptor#awaitReadable] has said so.
  ///
  /// @param atMost not more bytes than these
  /// @return how many came; 0 if the source has ended or cannot be moved, so that it has to be read
  /// @throws IOException if the connection failed
  public long fill(SocketDescriptor source, long atMost) throws IOException {
    if (held > 0) {
      throw new IllegalStateException("not empty");
    }
    long moved = linux.splice(state, source.number(), entrance, Math.min(atMost, CAPACITY_BYTES));
    held = orRefused(moved);
    return held;
  }

  /// How many bytes are in it.
  public long heldBytes() {
    return held;
  }

  /// Moves bytes on to `target`, which does not wait.
  ///
  /// @return how many went; 0 if it takes none for the moment, or never will: see [#isRefused]
  /// @throws IOException if the connection failed
  public long drain(SocketDescriptor target) throws IOException {
    long moved = orRefused(linux.splice(state, exit, target.number(), held));
    held -= moved;
    return moved;
  }

  /// Whether what is in the pipe has to be [taken][#take]: this kernel does not move it on.
  public boolean isRefused() {
    return refused;
  }

  /// Takes everything out of the pipe.
  public ByteBuffer take() throws IOException {
    try (Arena room = Arena.ofConfined()) {
      MemorySegment bytes = room.allocate(held);
      long taken = 0;
      while (taken < held) {
        long read = linux.read(state, exit, bytes.asSlice(taken));
        if (read <= 0 && read != -Linux.EINTR) {
          throw new IOException("the pipe gave " + read);
        }
        taken += Math.max(read, 0);
      }
      held = 0;
      return ByteBuffer.wrap(bytes.toArray(ValueLayout.JAVA_BYTE));
    }
  }

  private static long orRefused(long outcome) throws IOException {
    if (outcome >= 0) {
      return outcome;
    }
    return switch ((int) -outcome) {
      case Linux.EAGAIN, Linux.EINTR -> 0;
      case Linux.EINVAL, Linux.ENOSYS, Linux.EPERM, Linux.EACCES, Linux.EOPNOTSUPP -> {
        refused = true;
        yield 0;
      }
      default -> throw new IOException("splice: error " + -outcome);
    };
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      linux.close(state, exit);
      linux.close(state, entrance);
      arena.close();
      OPEN.decrementAndGet();
    }
  }
}
