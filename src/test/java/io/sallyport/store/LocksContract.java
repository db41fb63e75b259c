package io.sallyport.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What [Locks] promises, on whichever database.
abstract class LocksContract extends StoreContract {

  private static final Duration HOUR = Duration.ofHours(1);

  private LockRequest exclusive(String path) {
    return new LockRequest(at(path), false, true, "ann", "<owner/>", HOUR);
  }

  private LockRequest infinite(String path) {
    return new LockRequest(at(path), true, true, "ann", "", HOUR);
  }

  private LockRequest shared(String path, boolean infinite) {
    return new LockRequest(at(path), infinite, false, "ann", "", HOUR);
  }

  private List<ResourcePath> roots(List<Lock> locks) {
    return locks.stream().map(Lock::root).toList();
  }

  private void refused(LockRequest request, String... inTheWay) {
    LockConflict conflict =
        assertThrows(LockConflict.class, () -> locks().take(request), request::toString);
    assertEquals(Stream.of(inTheWay).map(this::at).toList(), roots(conflict.conflicting()));
  }

  @Test
  void taken_isFoundAsItWasAskedFor() {
    LockRequest request =
        new LockRequest(
            at("a/b"), true, false, "files:J\uDCF6rg", "<D:href>mailto:x</D:href> ä", HOUR);
    Lock taken = locks().take(request);
    Lock found = locks().find(taken.token()).orElseThrow();
    assertEquals(request.root(), found.root());
    assertTrue(found.infinite());
    assertFalse(found.exclusive());
    assertEquals(request.principal(), found.principal());
    assertEquals(request.ownerXml(), found.ownerXml());
    assertEquals(HOUR, found.timeout());
    assertTrue(found.remaining().compareTo(HOUR) <= 0);
    assertTrue(found.remaining().compareTo(HOUR.minusMinutes(5)) > 0);
    assertEquals(Optional.empty(), locks().find(LockToken.random()));
  }

  @Test
  void exclusive_excludesEveryOther() {
    locks().take(exclusive("a"));
    refused(exclusive("a"), "a");
    refused(shared("a", false), "a");
  }

  @Test
  void shared_excludesExclusiveOnly() {
    locks().take(shared("a", false));
    locks().take(shared("a", true));
    refused(exclusive("a"), "a", "a");
    assertEquals(2, locks().covering(at("a")).size());
  }

  @Test
  void infiniteAbove_isInTheWayAndInherited() {
    Lock above = locks().take(infinite("a/b"));
    refused(exclusive("a/b/c/d"), "a/b");
    refused(shared("a/b/c", true), "a/b");
    assertEquals(above.token(), locks().covering(at("a/b/c/d")).getFirst().token());
    assertEquals(List.of(), locks().covering(at("a")));
    locks().take(exclusive("a/bc"));
    locks().take(exclusive("a"));
  }

  @Test
  void zeroDepthAbove_isNotInherited() {
    locks().take(exclusive("a"));
    locks().take(exclusive("a/b"));
    assertEquals(List.of(at("a/b")), roots(locks().covering(at("a/b"))));
  }

  @Test
  void infiniteWanted_isRefusedForLocksBelow() {
    locks().take(exclusive("a/b/c"));
    locks().take(shared("a/d", false));
    refused(infinite("a"), "a/b/c", "a/d");
    refused(shared("a", true), "a/b/c");
    refused(infinite(""), "a/b/c", "a/d");
    locks().take(exclusive("a"));
  }

  @Test
  void root_coversTheBackendAndNoOther() {
    locks().take(infinite(""));
    refused(exclusive("x/y"), "");
    locks().take(new LockRequest(elsewhere("x"), true, true, "ann", "", HOUR));
    assertEquals(1, locks().within(at("")).size());
  }

  @Test
  void expired_isGoneAtOnce() {
    Lock lock = locks().take(infinite("a"));
    pass(HOUR.plusSeconds(1));
    assertEquals(Optional.empty(), locks().find(lock.token()));
    assertEquals(List.of(), locks().covering(at("a/b")));
    assertEquals(List.of(), locks().within(at("")));
    assertEquals(Optional.empty(), locks().refresh(lock.token(), at("a"), HOUR));
    assertFalse(locks().release(lock.token(), at("a")));
    locks().take(infinite("a"));
    store().pulse();
    assertEquals(1, locks().covering(at("a")).size());
  }

  @Test
  void refreshed_lastsFromNow() {
    Lock lock = locks().take(infinite("a"));
    pass(Duration.ofMinutes(59));
    Lock refreshed = locks().refresh(lock.token(), at("a/b"), HOUR.multipliedBy(2)).orElseThrow();
    assertEquals(HOUR.multipliedBy(2), refreshed.timeout());
    pass(Duration.ofMinutes(119));
    assertTrue(locks().find(lock.token()).isPresent());
    assertEquals(Optional.empty(), locks().refresh(lock.token(), at("b"), HOUR));
    assertEquals(Optional.empty(), locks().refresh(LockToken.random(), at("a"), HOUR));
  }

  @Test
  void released_onlyInItsScope() {
    Lock lock = locks().take(infinite("a"));
    assertFalse(locks().release(lock.token(), at("b")));
    assertFalse(locks().release(lock.token(), at("")));
    assertFalse(locks().release(LockToken.random(), at("a")));
    assertTrue(locks().release(lock.token(), at("a/b")));
    assertFalse(locks().release(lock.token(), at("a/b")));
    locks().take(infinite("a"));
  }

  @Test
  void held_outlivesItsTimeout() {
    Lock lock =
        locks().take(new LockRequest(at("a"), false, true, "ann", "", Duration.ofSeconds(5)));
    Locks.Hold hold = locks().hold(List.of(lock));
    for (int i = 0; i < 10; i++) {
      pass(JdbcLocks.HOLD.dividedBy(2));
      store().pulse();
      assertTrue(locks().find(lock.token()).isPresent());
    }
    hold.close();
    hold.close();
    pass(JdbcLocks.HOLD.dividedBy(2));
    store().pulse();
    pass(JdbcLocks.HOLD);
    assertFalse(locks().find(lock.token()).isPresent());
  }

  @Test
  void held_isNotShortenedNorBroughtBack() {
    Lock lock = locks().take(exclusive("a"));
    try (Locks.Hold _ = locks().hold(List.of(lock))) {
      pass(Duration.ofMinutes(30));
      assertTrue(locks().find(lock.token()).isPresent());
      assertTrue(locks().release(lock.token(), at("a")));
      store().pulse();
      assertFalse(locks().find(lock.token()).isPresent());
    }
    try (Locks.Hold _ = locks().hold(List.of())) {
      store().pulse();
    }
  }

  @Test
  void within_andRemoved_areTheTreeAndNothingBeside() {
    for (String path : List.of("a", "a/b", "a/b/c", "a0", "a-", "b")) {
      locks().take(exclusive(path));
    }
    assertEquals(List.of(at("a"), at("a/b"), at("a/b/c")), roots(locks().within(at("a"))));
    locks().removeAtOrBelow(at("a"));
    assertEquals(List.of(at("a0"), at("a-"), at("b")), roots(locks().within(at(""))));
  }

  @Test
  void onMembers_namesDirectLocksOnly() {
    locks().take(exclusive("f"));
    locks().take(exclusive("f/a"));
    locks().take(shared("f/b", true));
    locks().take(shared("f/b", false));
    locks().take(exclusive("f/c/d"));
    Map<String, List<Lock>> found = locks().onMembers(at("f"), List.of("a", "b", "c", "e"));
    assertEquals(Set.of("a", "b"), found.keySet());
    assertEquals(2, found.getOrDefault("b", List.of()).size());
    assertEquals(Map.of(), locks().onMembers(at("f"), List.of()));
  }

  @Test
  void oddNames_eachIsItsOwn() {
    for (String name : ODD_NAMES) {
      locks().take(new LockRequest(at("odd").child(name), true, true, "ann", "", HOUR));
    }
    for (String name : ODD_NAMES) {
      ResourcePath path = at("odd").child(name);
      assertEquals(List.of(path), roots(locks().covering(path.child("x"))), name);
      assertEquals(List.of(path), roots(locks().within(path)), name);
    }
    assertEquals(ODD_NAMES.length, locks().onMembers(at("odd"), List.of(ODD_NAMES)).size());
  }

  @Test
  void longPaths_areToldApart() {
    String deep = ("x".repeat(200) + "/").repeat(30);
    locks().take(infinite(deep + "a"));
    locks().take(infinite(deep + "b"));
    refused(exclusive(deep + "a/c"), deep + "a");
    assertEquals(List.of(at(deep + "b")), roots(locks().within(at(deep + "b"))));
    assertEquals(2, locks().within(at("x".repeat(200))).size());
    locks().take(infinite("y/".repeat(4000)));
  }

  @Test
  void tooMany_areRefused() {
    LockRequest request = new LockRequest(at("f"), false, false, "bob " + at(""), "", HOUR);
    for (int i = 0; i < JdbcLocks.MAX_OF_PRINCIPAL; i++) {
      locks().take(request);
    }
    LimitExceeded refused = assertThrows(LimitExceeded.class, () -> locks().take(request));
    assertEquals(LimitExceeded.Limit.LOCKS_OF_PRINCIPAL, refused.limit());
    locks().take(shared("f", false));
    pass(HOUR.plusSeconds(1));
    locks().take(request);
  }

  @Test
  void ownerTooLong_isRefused() {
    String owner = "ä".repeat(JdbcLocks.MAX_OWNER_BYTES / 2 + 1);
    LimitExceeded refused =
        assertThrows(
            LimitExceeded.class,
            () -> locks().take(new LockRequest(at("f"), false, true, "ann", owner, HOUR)));
    assertEquals(LimitExceeded.Limit.OWNER_BYTES, refused.limit());
  }

  @Test
  void anotherNode_seesAndHonoursThem() {
    Lock lock = locks().take(infinite("a"));
    try (TestStore other = another()) {
      assertEquals(lock.token(), other.store().locks().covering(at("a/b")).getFirst().token());
      assertThrows(LockConflict.class, () -> other.store().locks().take(exclusive("a/c")));
      assertTrue(other.store().locks().release(lock.token(), at("a")));
    }
    assertEquals(List.of(), locks().covering(at("a")));
  }

  @Test
  void twoNodesAtOnce_oneWinsEachTime() throws Exception {
    int rounds = 1000;
    CyclicBarrier start = new CyclicBarrier(2);
    try (TestStore other = another();
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<List<Integer>>> both = new ArrayList<>();
      for (boolean first : List.of(true, false)) {
        Locks node = first ? locks() : other.store().locks();
        Callable<List<Integer>> racer =
            () -> {
              List<Integer> won = new ArrayList<>();
              for (int round = 0; round < rounds; round++) {
                // One wants the folder, the other a file in it, in turns.
                boolean folder = (round % 2 == 0) == first;
                start.await();
                try {
                  node.take(folder ? infinite("race/" + round) : exclusive("race/" + round + "/f"));
                  won.add(round);
                } catch (LockConflict e) {
                  assertEquals(1, e.conflicting().size());
                }
                start.await();
                if (folder) {
                  node.removeAtOrBelow(at("race"));
                }
              }
              return won;
            };
        both.add(threads.submit(racer));
      }
      List<Integer> won = new ArrayList<>();
      for (Future<List<Integer>> each : both) {
        won.addAll(each.get());
      }
      assertEquals(rounds, won.size());
      assertEquals(rounds, won.stream().distinct().count());
    }
  }
}
