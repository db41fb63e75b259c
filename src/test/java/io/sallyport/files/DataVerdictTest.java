package io.sallyport.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sallyport.files.Attempt.Outcome;
import io.sallyport.files.Verdict.Code;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DataVerdictTest {

  private static final Attempt EPSV_DROPPED =
      attempt(DataMode.EPSV, "192.0.2.2:40001", Outcome.TIMED_OUT, null);
  private static final Attempt PASV_DROPPED =
      attempt(DataMode.PASV, "192.0.2.2:40077", Outcome.TIMED_OUT, null);

  @Test
  void droppedPorts_areNamedTogether() {
    Verdict passive = DataVerdict.of(List.of(EPSV_DROPPED, PASV_DROPPED)).passive().orElseThrow();
    assertEquals(Code.PASSIVE_TIMED_OUT, passive.code());
    assertEquals("40001, 40077", passive.parameters().get("ports"));
    assertEquals("192.0.2.2", passive.parameters().get("server"));
  }

  @Test
  void oneModeOfADirectionThatWorks_isEnough() {
    Attempt works = attempt(DataMode.PASV, "192.0.2.2:40077", Outcome.CONNECTED, null);
    assertEquals(Optional.empty(), DataVerdict.of(List.of(EPSV_DROPPED, works)).passive());
  }

  @Test
  void bothOnTheWay_isBothBlocked_andASettingIsNot() {
    Attempt nobody = attempt(DataMode.EPRT, "[fd00::1]:50001", Outcome.TIMED_OUT, null);
    Verdict both = DataVerdict.of(List.of(EPSV_DROPPED, nobody)).ofNothing().orElseThrow();
    assertEquals(Code.BOTH_BLOCKED, both.code());
    assertEquals("fd00::1", both.parameters().get("gateway"));
    assertEquals("50001", both.parameters().get("gatewayPorts"));
    Attempt refused =
        attempt(
            DataMode.EPRT, null, Outcome.REFUSED_BY_SERVER, new Reply(550, "Permission denied."));
    Verdict none = DataVerdict.of(List.of(EPSV_DROPPED, refused)).ofNothing().orElseThrow();
    assertEquals(Code.NO_MODE, none.code());
    assertEquals("active-refused", none.parameters().get("active"));
  }

  @Test
  void refusalsOfAnAddress_areToldFromRefusalsOfTheMode() {
    for (Reply reply :
        List.of(
            new Reply(500, "Illegal PORT command."),
            new Reply(500, "I won't open a connection to 198.51.100.9 (only to 192.0.2.1)"),
            new Reply(501, "Rejected data connection to foreign address 198.51.100.9:50001."))) {
      assertEquals(Code.ACTIVE_ILLEGAL_ADDRESS, active(reply), reply.text());
    }
    assertEquals(Code.ACTIVE_REFUSED, active(new Reply(550, "Permission denied.")));
    assertEquals(Code.ACTIVE_REFUSED, active(new Reply(502, "Command not implemented.")));
  }

  @Test
  void nothingTried_saysNothing() {
    assertEquals(Optional.empty(), DataVerdict.of(List.of()).ofNothing());
  }

  private static Code active(Reply reply) {
    Attempt attempt =
        attempt(DataMode.PORT, "198.51.100.9:50001", Outcome.REFUSED_BY_SERVER, reply);
    return DataVerdict.of(List.of(attempt)).active().orElseThrow().code();
  }

  private static Attempt attempt(
      DataMode mode, @Nullable String address, Outcome outcome, @Nullable Reply reply) {
    return new Attempt(mode, address, outcome, reply, Duration.ofMillis(1));
  }
}
