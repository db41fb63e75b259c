package io.sallyport.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.files.Login;
import io.sallyport.store.StoreSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// What the gateway says of itself.
@Timeout(120)
final class StatusTest {

  @Test
  void statusCountsAnswersAndProblems() throws Exception {
    FakeFiles a = new FakeFiles("a");
    try (ApiGround ground =
        new ApiGround(new StoreSettings.Memory(), new Login("ann", "p"), List.of(a))) {
      JsonNode before = ApiGround.json(ground.get("/-/api/status")).path("counted");
      assertEquals(404, ground.get("/-/api/entries?path=/a/none").statusCode());
      // Others are counted too, because the counting is the process's; and an answer is counted a
      // moment after it has come, so that one may have to ask again.
      for (String sum :
          List.of("/problems/not-found", "/requests/4xx", "/requests/2xx", "/sentBytes")) {
        JsonNode after = before;
        for (int i = 0; i < 1000 && after.at(sum).asLong() <= before.at(sum).asLong(); i++) {
          after = ApiGround.json(ground.get("/-/api/status")).path("counted");
        }
        assertTrue(after.at(sum).asLong() > before.at(sum).asLong(), sum + " of " + after);
      }
    }
  }
}
