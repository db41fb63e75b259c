package io.sallyport.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What [Jobs] promises, on whichever database.
abstract class JobsContract extends StoreContract {

  private String owner = "";

  @BeforeEach
  void nobodyElse() {
    owner = "ann@" + UUID.randomUUID();
  }

  private Jobs jobs() {
    return store().jobs();
  }

  private Job.State state(UUID id) {
    return jobs().find("copy", id, Set.of(owner)).orElseThrow().state();
  }

  @Test
  void job_isItsOwnersAndOfItsKind() {
    UUID id = jobs().create("copy", owner, "{\"caf\uDCE9\"}");
    Job job = jobs().find("copy", id, Set.of("somebody", owner)).orElseThrow();
    assertEquals(new Job(id, "copy", "{\"caf\uDCE9\"}", "", Job.State.WAITING), job);
    assertEquals(Optional.empty(), jobs().find("zip", id, Set.of(owner)));
    assertEquals(Optional.empty(), jobs().find("copy", id, Set.of("somebody")));
    UUID second = jobs().create("copy", owner, "");
    pass(Duration.ofSeconds(1));
    UUID third = jobs().create("copy", owner, "");
    List<UUID> all = jobs().of("copy", Set.of(owner)).stream().map(Job::id).toList();
    assertEquals(third, all.getFirst());
    assertEquals(Set.of(id, second, third), Set.copyOf(all));
  }

  @Test
  void job_beginsOnce_andSaysHowFarItIs() {
    UUID id = jobs().create("copy", owner, "x");
    assertTrue(jobs().begin(id));
    assertFalse(jobs().begin(id));
    assertTrue(jobs().report(id, "half"));
    assertEquals("half", jobs().find("copy", id, Set.of(owner)).orElseThrow().progress());
    assertEquals(Job.State.RUNNING, state(id));
    jobs().end(id, Job.State.DONE, "all");
    assertEquals(Job.State.DONE, state(id));
    jobs().cancel(id);
    jobs().end(id, Job.State.FAILED, "late");
    assertEquals(Job.State.DONE, state(id));
    assertEquals("all", jobs().find("copy", id, Set.of(owner)).orElseThrow().progress());
  }

  @Test
  void cancelledJob_isToldSo_orNeverBegins() {
    UUID running = jobs().create("copy", owner, "x");
    assertTrue(jobs().begin(running));
    jobs().cancel(running);
    assertEquals(Job.State.RUNNING, state(running));
    assertFalse(jobs().report(running, "half"));
    UUID waiting = jobs().create("copy", owner, "x");
    jobs().cancel(waiting);
    assertEquals(Job.State.CANCELLED, state(waiting));
    assertFalse(jobs().begin(waiting));
  }

  @Test
  void silentJob_hasFailed() {
    UUID id = jobs().create("copy", owner, "x");
    assertTrue(jobs().begin(id));
    pass(JdbcJobs.SILENCE.plusSeconds(1));
    assertEquals(Job.State.FAILED, state(id));
  }

  @Test
  void jobThatIsOver_isForgottenAfterAWhile() {
    UUID id = jobs().create("copy", owner, "x");
    assertTrue(jobs().begin(id));
    jobs().end(id, Job.State.DONE, "all");
    pass(JdbcJobs.KEPT.minusSeconds(10));
    store().pulse();
    assertEquals(Job.State.DONE, state(id));
    pass(JdbcJobs.KEPT);
    assertEquals(Optional.empty(), jobs().find("copy", id, Set.of(owner)));
    store().pulse();
  }

  @Test
  void oneOwnerHasOnlySoMany() {
    for (int i = 0; i < JdbcJobs.MAX_OF_OWNER; i++) {
      jobs().create("copy", owner, "x");
    }
    assertThrows(LimitExceeded.class, () -> jobs().create("copy", owner, "x"));
    var _ = jobs().create("zip", owner, "x");
  }
}
