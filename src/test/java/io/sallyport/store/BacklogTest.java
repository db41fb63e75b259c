package io.sallyport.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sallyport.files.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BacklogTest {

  private final Backlog backlog = new Backlog();
  private final List<String> made = new ArrayList<>();
  private boolean away;

  private Runnable change(String name) {
    return () -> {
      // As everything that reaches the database does.
      backlog.catchUp();
      if (away) {
        throw new Failure.Busy("The database is away.", null, Duration.ofSeconds(1));
      }
      made.add(name);
    };
  }

  @Test
  void changesAreMadeAtOnce_whileTheDatabaseIsThere() {
    backlog.make(change("a"));
    assertEquals(List.of("a"), made);
    assertEquals(0, backlog.size());
  }

  @Test
  void whatCouldNotBeMade_isMadeInOrder_beforeAnythingElse() {
    away = true;
    backlog.make(change("a"));
    backlog.make(change("b"));
    assertThrows(Failure.Busy.class, backlog::catchUp);
    assertEquals(2, backlog.size());
    away = false;
    backlog.make(change("c"));
    assertEquals(List.of("a", "b", "c"), made);
    assertEquals(0, backlog.size());
    backlog.catchUp();
    assertEquals(3, made.size());
  }

  @Test
  void whatFailsForAnotherReason_keepsNothingElse() {
    away = true;
    backlog.make(() -> {
      if (away) {
        throw new Failure.Busy("The database is away.", null, Duration.ofSeconds(1));
      }
      throw new IllegalStateException("a bug");
    });
    backlog.make(change("b"));
    away = false;
    backlog.catchUp();
    assertEquals(List.of("b"), made);
  }
}
