package io.sallyport.ftp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class ConnectionCapTest {

  private static final long STEP = ConnectionCap.DOUBTED_AFTER.toNanos();

  private final ConnectionCap cap = new ConnectionCap(8);

  @Test
  void whatIsConfigured_holdsUntilTheServerSaysOtherwise() {
    assertEquals(8, cap.at(0));
    assertEquals(8, cap.at(100 * STEP));
    cap.turnedAway(0, 100 * STEP);
    assertEquals(8, cap.at(100 * STEP));
  }

  @Test
  void turnedAway_asManyAsStand() {
    cap.turnedAway(3, 50);
    assertEquals(3, cap.at(50));
    assertEquals(3, cap.at(50 + STEP - 1));
  }

  @Test
  void doubted_oneConnectionAtATime() {
    cap.turnedAway(3, 50);
    assertEquals(4, cap.at(50 + STEP));
    assertEquals(4, cap.at(50 + 2 * STEP - 1));
    assertEquals(5, cap.at(50 + 2 * STEP));
    cap.turnedAway(4, 50 + 2 * STEP);
    assertEquals(4, cap.at(50 + 3 * STEP - 1));
  }

  @Test
  void neverMoreThanConfigured() {
    cap.turnedAway(20, 0);
    assertEquals(8, cap.at(0));
    cap.turnedAway(1, 0);
    assertEquals(8, cap.at(1000 * STEP));
  }
}
