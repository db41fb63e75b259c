package io.sallyport.files;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/// The few calls of Linux that Java has no word for, through the Foreign Function & Memory API.
/// Each gives what the kernel gave, or the number of the error, negative. Thread-safe.
final class Linux {

  static final int EPERM = 1;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int EINVAL = 22;
  static final int ENOSYS = 38;
  static final int EOPNOTSUPP = 95;

  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int F_SETPIPE_SZ = 1031;
  private static final int SPLICE_F_MOVE = 1;
  private static final int SPLICE_F_NONBLOCK = 2;
  private static final short POLLIN = 1;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final Optional<Linux> HERE = load();

  private final Linker linker = Linker.nativeLinker();
  private final MethodHandle splice =
      call(
          "splice",
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));
  private final MethodHandle poll =
      call(
          "poll",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));
  private final MethodHandle pipe =
      call(
          "pipe2",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  private final MethodHandle fcntl =
      call(
          "fcntl",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private final MethodHandle read =
      call(
          "read",
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG));
  private final MethodHandle close =
      call("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private Linux() {}

  /// The calls; empty where this is no Linux, or one without them.
  static Optional<Linux> here() {
    return HERE;
  }

  private static Optional<Linux> load() {
    if (!System.getProperty("os.name").equals("Linux")
        || ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Linux());
    } catch (IllegalCallerException | UnsupportedOperationException e) {
      // Native access is forbidden, or no linker is there: whoever asks does without.
      return Optional.empty();
    }
  }

  @SuppressWarnings("restricted") // The launchers and the jar allow it; load() bears where not.
  private MethodHandle call(String name, FunctionDescriptor descriptor, Linker.Option... options) {
    SymbolLookup symbols = linker.defaultLookup();
    MemorySegment function =
        symbols.find(name).orElseThrow(() -> new UnsupportedOperationException("no " + name));
    Linker.Option[] all = new Linker.Option[options.length + 1];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = Linker.Option.captureCallState("errno");
    return linker.downcallHandle(function, descriptor, all);
  }

  /// Room for what a call leaves behind; of the thread that calls.
  static MemorySegment state(Arena arena) {
    return arena.allocate(STATE);
  }

  /// Moves bytes between a socket and a pipe, the one or the other way.
  long splice(MemorySegment state, int from, int to, long bytes) {
    try {
      long moved =
          (long)
              splice.invokeExact(
                  state,
                  from,
                  MemorySegment.NULL,
                  to,
                  MemorySegment.NULL,
                  bytes,
                  SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
      return outcome(state, moved);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /// Waits until there is something to read, the end, or an error: 1; or until the time is over: 0.
  ///
  /// @param request a `struct pollfd`: 8 bytes
  long poll(MemorySegment state, MemorySegment request, int descriptor, int millis) {
    request.set(ValueLayout.JAVA_INT, 0, descriptor);
    request.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
    request.set(ValueLayout.JAVA_SHORT, 6, (short) 0);
    try {
      return outcome(state, (int) poll.invokeExact(state, request, 1L, millis));
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /// Opens a pipe none of whose ends waits.
  ///
  /// @param ends room for two `int`s: where to read, where to write
  long pipe(MemorySegment state, MemorySegment ends) {
    try {
      return outcome(state, (int) pipe.invokeExact(state, ends, O_NONBLOCK | O_CLOEXEC));
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /// Asks for a pipe of that size.
  long resize(MemorySegment state, int pipeEnd, int bytes) {
    return fcntl(state, pipeEnd, F_SETPIPE_SZ, bytes);
  }

  /// Another descriptor of the same file.
  long duplicate(MemorySegment state, int descriptor) {
    return fcntl(state, descriptor, F_DUPFD_CLOEXEC, 0);
  }

  private long fcntl(MemorySegment state, int descriptor, int command, int argument) {
    try {
      return outcome(state, (int) fcntl.invokeExact(state, descriptor, command, argument));
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /// Reads bytes from a pipe.
  long read(MemorySegment state, int pipeEnd, MemorySegment target) {
    try {
      return outcome(state, (long) read.invokeExact(state, pipeEnd, target, target.byteSize()));
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /// Closes a descriptor, which is gone then whatever comes back.
  void close(MemorySegment state, int descriptor) {
    try {
      var _ = (int) close.invokeExact(state, descriptor);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static long outcome(MemorySegment state, long returned) {
    return returned >= 0 ? returned : -(long) (int) ERRNO.get(state, 0L);
  }
}
