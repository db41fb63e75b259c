package io.sallyport.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What [Guesses] promises, on whichever database.
abstract class GuessesContract extends StoreContract {

  private static final Duration MEMORY = Duration.ofMinutes(30);

  private final String address = key();
  private final String user = key();

  private static String key() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  private List<Integer> add(String... keys) {
    return store().guesses().add(List.of(keys), MEMORY);
  }

  private List<Guesses.Guess> found(String key) {
    return store().guesses().since(MEMORY).stream().filter(each -> each.key().equals(key)).toList();
  }

  @Test
  void everyNodeCountsOn() {
    assertEquals(List.of(1, 1), add(address, user));
    assertEquals(List.of(2), add(address));
    try (TestStore other = another()) {
      assertEquals(List.of(3, 2), other.store().guesses().add(List.of(address, user), MEMORY));
    }
    Guesses.Guess count = found(address).getFirst();
    assertEquals(address, count.key());
    assertEquals(3, count.wrong());
  }

  @Test
  void oldOnesAreForgotten() {
    add(address);
    pass(Duration.ofMinutes(5));
    assertTrue(found(address).getFirst().age().compareTo(Duration.ofMinutes(5)) >= 0);
    assertEquals(
        0,
        store().guesses().since(Duration.ofMinutes(4)).stream()
            .filter(each -> each.key().equals(address))
            .count());
    pass(MEMORY);
    assertEquals(List.of(), found(address));
    assertEquals(List.of(1), add(address));
    pass(Guesses.KEPT.plusSeconds(1));
    store().pulse();
    assertEquals(List.of(1), add(address));
  }

  @Test
  void guessesAtTheSameMoment_areAllCounted() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads =
        IntStream.range(0, 8)
            .mapToObj(i ->
                Thread.startVirtualThread(() -> {
                  try {
                    go.await();
                    // In the other order, too.
                    add(i % 2 == 0 ? address : user, i % 2 == 0 ? user : address);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }))
            .toList();
    go.countDown();
    for (Thread each : threads) {
      each.join();
    }
    assertEquals(8, found(address).getFirst().wrong());
    assertEquals(8, found(user).getFirst().wrong());
  }
}
