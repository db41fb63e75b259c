package io.sallyport.ftp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who waits and who does not. The clock by which guests stay for a moment stands unless a test
/// moves it, and patience lasts longer than a test may.
@Timeout(60)
final class CrowdTest {

  private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONG = TimeUnit.MILLISECONDS.toNanos(40);

  private final AtomicLong nanos = new AtomicLong();
  private Crowd crowd = new Crowd(nanos::get, TimeUnit.HOURS.toNanos(1));

  private List<Crowd.Guest> enter(int guests) {
    List<Crowd.Guest> inside = new ArrayList<>();
    for (int i = 0; i < guests; i++) {
      inside.add(crowd.enter());
    }
    return inside;
  }

  /// Somebody who waits.
  private CompletableFuture<Crowd.Guest> queueUp() {
    CompletableFuture<Crowd.Guest> guest = new CompletableFuture<>();
    int before = crowd.waiting();
    Thread.ofVirtual().start(() -> guest.complete(crowd.enter()));
    while (crowd.waiting() == before) {
      Thread.onSpinWait();
    }
    return guest;
  }

  /// A server that is quick for one caller and slow for many, and just as many callers as may be.
  private List<Crowd.Guest> full() {
    crowd.leave(crowd.enter(), SHORT);
    enter(100).forEach(guest -> crowd.leave(guest, LONG));
    assertEquals(Crowd.FEWEST, crowd.most());
    return enter(Crowd.FEWEST);
  }

  @Test
  void whereUsesTakeAsLongForManyAsForOne_nobodyWaits() {
    crowd.leave(crowd.enter(), LONG);
    enter(100).forEach(guest -> crowd.leave(guest, LONG));
    assertEquals(1000, enter(1000).size());
  }

  @Test
  void whereUsesTakeLongerForMany_oneGoesInForEachThatLeaves_inTheOrderOfComing() {
    List<Crowd.Guest> inside = full();
    var first = queueUp();
    var second = queueUp();
    crowd.leave(inside.getFirst(), LONG);
    Crowd.Guest guest = first.join();
    assertEquals(1, crowd.waiting());
    assertFalse(second.isDone());
    crowd.leave(guest, LONG);
    second.join();
  }

  @Test
  void whereUsesAreShortAgain_moreGoIn() {
    full().forEach(guest -> crowd.leave(guest, SHORT));
    for (int i = 0; i < 100; i++) {
      crowd.leave(crowd.enter(), SHORT);
    }
    List<Crowd.Guest> inside = enter(Crowd.FEWEST);
    var first = queueUp();
    var second = queueUp();
    crowd.leave(inside.getFirst(), SHORT);
    first.join();
    second.join();
  }

  @Test
  void whoStaysLongerThanAMoment_isNotCounted() {
    List<Crowd.Guest> inside = full();
    nanos.addAndGet(Crowd.MOMENT_NANOS + 1);
    List<Crowd.Guest> others = enter(Crowd.FEWEST);
    // Nor does it make room for one more when it leaves, or say how long a use takes.
    inside.forEach(guest -> crowd.leave(guest, Crowd.MOMENT_NANOS + 1));
    var next = queueUp();
    assertFalse(next.isDone());
    crowd.leave(others.getFirst());
    next.join();
  }

  @Test
  void whoHasWaitedLong_goesIn() {
    crowd = new Crowd(nanos::get, TimeUnit.MILLISECONDS.toNanos(1));
    full();
    crowd.enter();
    assertEquals(0, crowd.waiting());
  }

  @Test
  void whoIsInterrupted_goesIn() {
    full();
    Thread.currentThread().interrupt();
    crowd.enter();
    assertTrue(Thread.interrupted());
  }

  @Test
  void whoPasses_isNotCounted() {
    List<Crowd.Guest> inside = full();
    inside.forEach(crowd::leave);
    for (int i = 0; i < Crowd.FEWEST; i++) {
      crowd.leave(crowd.pass(), LONG);
      crowd.pass();
    }
    assertEquals(Crowd.FEWEST, enter(Crowd.FEWEST).size());
  }
}
