package io.sallyport.product;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sallyport.files.KernelPipe;
import io.sallyport.ground.Answer;
import io.sallyport.ground.RunningGateway;
import io.sallyport.ground.ScriptedFtpServer;
import io.sallyport.ground.Transfer;
import io.sallyport.http.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A big download that the kernel passes on by itself is held to the same as one that is read and
/// written: whole or visibly broken.
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, disabledReason = "splice(2) is Linux's alone")
final class ShortcutTest {

  private static final int SIZE_BYTES = 6_000_001;

  private final byte[] content = new byte[SIZE_BYTES];
  private final ScriptedFtpServer server = ScriptedFtpServer.start();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RunningGateway gateway;

  ShortcutTest(@TempDir Path folder) {
    new Random(1).nextBytes(content);
    server.tree().file("/big", content);
    Metrics.addRegistry(meters);
    gateway =
        RunningGateway.of(
            folder,
            """
            limits: {stall: 3s}
            backends:
              b:
                url: "ftp://127.0.0.1:%d/"
                login: anonymous
                timeouts: {stall: 2s}
            """
                .formatted(server.port()));
  }

  @AfterEach
  void stop() {
    gateway.close();
    server.close();
    Metrics.removeRegistry(meters);
  }

  private double passed() {
    return meters.get("sallyport.http.passed").counter().count();
  }

  private Wire get(String... headers) throws IOException {
    Wire wire = new Wire(gateway.port());
    wire.send("GET /b/big HTTP/1.1", "Host: g");
    wire.send(headers);
    return headers.length == 0 ? wire : wire.send("");
  }

  @Test
  void file_comesWhole_andTheConnectionIsUsedAgain() throws Exception {
    try (Wire wire = get()) {
      for (int i = 0; i < 3; i++) {
        assertTrue(wire.head().startsWith("HTTP/1.1 200 "));
        assertArrayEquals(content, wire.bytes(SIZE_BYTES));
        if (i < 2) {
          wire.send("GET /b/big HTTP/1.1", "Host: g", "");
        }
      }
    }
    assertTrue(passed() > 3 * (SIZE_BYTES - 1_000_000), "passed " + passed());
    assertEquals(1, server.connections());
  }

  @Test
  void range_hasItsBytesAndNoMore() throws Exception {
    try (Wire wire = get("Range: bytes=1000-3000999")) {
      assertTrue(wire.head().startsWith("HTTP/1.1 206 "));
      assertArrayEquals(Arrays.copyOfRange(content, 1000, 3_001_000), wire.bytes(3_000_000));
      wire.send("GET /b/big HTTP/1.1", "Host: g", "Range: bytes=0-0", "");
      assertTrue(wire.head().startsWith("HTTP/1.1 206 "));
      assertArrayEquals(Arrays.copyOf(content, 1), wire.bytes(1));
    }
    assertTrue(passed() > 2_000_000, "passed " + passed());
  }

  @Test
  void callerThatReadsSlowly_getsItWhole() throws Exception {
    try (Wire wire = get()) {
      assertTrue(wire.head().startsWith("HTTP/1.1 200 "));
      byte[] got = new byte[SIZE_BYTES];
      for (int at = 0; at < SIZE_BYTES; ) {
        byte[] some = wire.bytes(Math.min(300_000, SIZE_BYTES - at));
        System.arraycopy(some, 0, got, at, some.length);
        at += some.length;
        // Slowness is what is tried: the gateway finds the caller's socket full again and again.
        Thread.sleep(20);
      }
      assertArrayEquals(content, got);
    }
  }

  @Test
  void slowCaller_leavesTheLastPipeToOthers_andGetsItWhole() throws Exception {
    byte[] more = new byte[40_000_000];
    new Random(2).nextBytes(more);
    server.tree().file("/big", more);
    List<KernelPipe> pipes = new ArrayList<>();
    try (Wire wire = get()) {
      assertTrue(wire.head().startsWith("HTTP/1.1 200 "));
      // It has one by now, and waits; the rest are somebody else's.
      await(() -> passed() > 0);
      while (!KernelPipe.areAllTaken()) {
        pipes.add(KernelPipe.open().orElseThrow());
      }
      // A caller is slow by the bytes that it takes in a second: time alone makes it so.
      Thread.sleep(1500);
      assertArrayEquals(more, wire.bytes(more.length));
      assertTrue(passed() < more.length / 2.0, "passed " + passed());
    } finally {
      pipes.forEach(KernelPipe::close);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; !condition.getAsBoolean(); i++) {
      assertTrue(i < 2000, "it never came to that");
      Thread.sleep(10);
    }
  }

  @Test
  void failureInTheMiddle_cutsTheConnection() throws Exception {
    breaksOff(Answer.transfer().upTo(4_000_000).closing("426 Disk on fire."));
    assertTrue(passed() > 0, "passed nothing");
  }

  @Test
  void serverThatEndsEarlyAndCallsItComplete_cutsTheConnection() throws Exception {
    breaksOff(Answer.transfer().upTo(4_000_000));
    assertTrue(passed() > 0, "passed nothing");
  }

  @Test
  void resetInTheMiddle_cutsTheConnection() throws Exception {
    // What is on its way then is lost: how much was passed on is a matter of luck.
    breaksOff(Answer.transfer().upTo(4_000_000).resetting());
  }

  @Test
  void serverThatFallsSilent_cutsTheConnection() throws Exception {
    breaksOff(Answer.transfer().upTo(4_000_000).stalling());
    assertTrue(passed() > 0, "passed nothing");
  }

  private void breaksOff(Transfer transfer) throws IOException {
    server.on("RETR", transfer);
    try (Wire wire = get()) {
      assertTrue(wire.head().startsWith("HTTP/1.1 200 "));
      byte[] got = wire.rest();
      assertTrue(got.length <= 4_000_000, "got " + got.length);
      assertArrayEquals(Arrays.copyOf(content, got.length), got);
    }
    server.forget("RETR");
    try (Wire wire = get()) {
      assertTrue(wire.head().startsWith("HTTP/1.1 200 "));
      assertArrayEquals(content, wire.bytes(SIZE_BYTES));
    }
  }

  @Test
  void callerThatGoes_endsTheTransfer() throws Exception {
    server.tree().file("/big", new byte[80_000_000]);
    try (Wire wire = get()) {
      assertTrue(wire.head().startsWith("HTTP/1.1 200 "));
      assertEquals(100_000, wire.bytes(100_000).length);
      wire.reset();
      server.awaitBrokenOff(1);
    }
  }

  @Test
  void callerThatTakesNothing_isGivenUp() throws Exception {
    server.tree().file("/big", new byte[80_000_000]);
    try (Wire wire = get()) {
      assertTrue(wire.head().startsWith("HTTP/1.1 200 "));
      server.awaitBrokenOff(1);
      assertTrue(wire.rest().length < 80_000_000);
    }
  }
}
