package io.sallyport.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class StateSettingsTest {

  @Test
  void text_isAFolderOrAPostgresql() {
    assertEquals(
        new StateSettings.Folder(Path.of("/srv/state")),
        StateSettings.parse("/srv/state", Path::of));
    String url = "jdbc:postgresql://db.example.org/sallyport?user=u&password=s3cret";
    StateSettings database = StateSettings.parse(url, Path::of);
    assertEquals(new StateSettings.Database(url), database);
    assertFalse(database.toString().contains("s3cret"));
  }

  @Test
  void otherDatabases_areAMistake() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> StateSettings.parse("jdbc:h2:x", Path::of));
    assertEquals("a database for state starts with jdbc:postgresql:", refused.getMessage());
  }
}
