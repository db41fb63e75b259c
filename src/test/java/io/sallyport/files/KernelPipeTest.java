package io.sallyport.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Bytes go from one connection to another through the kernel, and none is lost or doubled.
@Timeout(60)
@EnabledOnOs(value = OS.LINUX, disabledReason = "splice(2) is Linux's alone")
final class KernelPipeTest {

  private static final int READY_WITHIN_MILLIS = 20_000;

  private final List<AutoCloseable> open = new ArrayList<>();
  private SocketChannel server;
  private SocketChannel source;
  private SocketChannel target;
  private SocketChannel caller;

  @BeforeEach
  void connect() throws Exception {
    SocketChannel[] first = pair();
    server = first[0];
    source = first[1];
    SocketChannel[] second = pair();
    target = second[0];
    caller = second[1];
    target.configureBlocking(false);
  }

  private SocketChannel[] pair() throws IOException {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      SocketChannel one = SocketChannel.open(listener.getLocalAddress());
      SocketChannel other = listener.accept();
      open.add(one);
      open.add(other);
      return new SocketChannel[] {one, other};
    }
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void moreThanItHolds_arrivesWhole_whileTheCallerReadsSlowly() throws Exception {
    byte[] content = new byte[5_000_003];
    new Random(7).nextBytes(content);
    // The kernel would keep most of it in the sockets.
    target.setOption(StandardSocketOptions.SO_SNDBUF, 16 * 1024);
    caller.setOption(StandardSocketOptions.SO_RCVBUF, 16 * 1024);
    Thread writing = Thread.ofVirtual().start(() -> send(content));
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    Thread reading = Thread.ofVirtual().start(() -> receive(got));
    long passed = 0;
    int waited = 0;
    try (KernelPipe pipe = KernelPipe.open().orElseThrow();
        SocketDescriptor from = SocketDescriptor.of(source).orElseThrow();
        SocketDescriptor to = SocketDescriptor.of(target).orElseThrow();
        Selector writable = Selector.open()) {
      var _ = target.register(writable, SelectionKey.OP_WRITE);
      while (true) {
        assertTrue(from.awaitReadable(READY_WITHIN_MILLIS));
        if (pipe.fill(from, Long.MAX_VALUE) == 0) {
          break;
        }
        while (pipe.heldBytes() > 0) {
          long moved = pipe.drain(to);
          passed += moved;
          if (moved == 0) {
            waited++;
            assertEquals(1, writable.select(_ -> {}, READY_WITHIN_MILLIS));
          }
        }
      }
    }
    target.shutdownOutput();
    writing.join();
    reading.join();
    assertEquals(content.length, passed);
    assertArrayEquals(content, got.toByteArray());
    assertTrue(waited > 0, "the caller was never too slow");
  }

  private void send(byte[] content) {
    try {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        server.write(rest);
      }
      server.shutdownOutput();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void receive(ByteArrayOutputStream got) {
    try {
      ByteBuffer some = ByteBuffer.allocate(10_000);
      while (caller.read(some) >= 0) {
        got.write(some.array(), 0, some.position());
        some.clear();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void onlySoMany_areTaken() throws Exception {
    server.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}));
    try (KernelPipe pipe = KernelPipe.open().orElseThrow();
        SocketDescriptor from = SocketDescriptor.of(source).orElseThrow()) {
      assertTrue(from.awaitReadable(READY_WITHIN_MILLIS));
      assertEquals(3, pipe.fill(from, 3));
      assertThrows(IllegalStateException.class, () -> pipe.fill(from, 1));
      ByteBuffer left = ByteBuffer.allocate(10);
      assertEquals(2, source.read(left));
      assertEquals(4, left.get(0));
    }
  }

  @Test
  void whatIsInIt_canBeTakenOut() throws Exception {
    server.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    try (KernelPipe pipe = KernelPipe.open().orElseThrow();
        SocketDescriptor from = SocketDescriptor.of(source).orElseThrow()) {
      assertTrue(from.awaitReadable(READY_WITHIN_MILLIS));
      assertEquals(3, pipe.fill(from, 100));
      assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3}), pipe.take());
      assertEquals(0, pipe.heldBytes());
    }
  }

  @Test
  void connectionWithoutBytes_isNotReadable_untilItsEnd() throws Exception {
    try (SocketDescriptor from = SocketDescriptor.of(source).orElseThrow()) {
      assertFalse(from.awaitReadable(1));
      server.close();
      assertTrue(from.awaitReadable(READY_WITHIN_MILLIS));
    }
  }

  @Test
  void reset_isAFailure_andNoEnd() throws Exception {
    try (KernelPipe pipe = KernelPipe.open().orElseThrow();
        SocketDescriptor from = SocketDescriptor.of(source).orElseThrow()) {
      server.setOption(StandardSocketOptions.SO_LINGER, 0);
      server.close();
      assertTrue(from.awaitReadable(READY_WITHIN_MILLIS));
      assertThrows(IOException.class, () -> pipe.fill(from, 100));
    }
  }

  @Test
  void closedChannel_givesNoDescriptor() throws Exception {
    source.close();
    assertThrows(ClosedChannelException.class, () -> SocketDescriptor.of(source));
  }

  @Test
  void connectionEnds_whenChannelAndDescriptorAreClosed() throws Exception {
    SocketDescriptor descriptor = SocketDescriptor.of(target).orElseThrow();
    target.close();
    descriptor.close();
    assertEquals(-1, caller.read(ByteBuffer.allocate(1)));
  }

  @Test
  void tooMany_areRefused_untilOneIsClosed() {
    List<KernelPipe> pipes = new ArrayList<>();
    Optional<KernelPipe> next = KernelPipe.open();
    while (next.isPresent()) {
      pipes.add(next.get());
      next = KernelPipe.open();
      assertTrue(pipes.size() < 1000);
    }
    assertFalse(pipes.isEmpty());
    pipes.removeLast().close();
    try (KernelPipe again = KernelPipe.open().orElseThrow()) {
      assertEquals(0, again.heldBytes());
    }
    pipes.forEach(KernelPipe::close);
  }
}
