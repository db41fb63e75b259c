package io.sallyport.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What [UploadJournal] promises, on whichever database.
abstract class UploadJournalContract extends StoreContract {

  UploadJournal journal() {
    return store().journal();
  }

  private List<UploadJournal.Abandoned> abandoned() {
    return journal().abandoned(at("").backend());
  }

  @Test
  void running_isNotAbandonedHoweverLong() {
    try (UploadJournal.Running _ = journal().opened(at("f/.tmp"), "ann")) {
      for (int i = 0; i < 5; i++) {
        pass(JdbcUploadJournal.SILENCE.dividedBy(2));
        store().pulse();
        assertEquals(List.of(), abandoned());
      }
    }
    pass(JdbcUploadJournal.SILENCE.multipliedBy(2));
    assertEquals(List.of(), abandoned());
  }

  @Test
  void silent_isAbandonedUntilForgotten() {
    var _ = journal().opened(at("f/.tmp-1"), "ann");
    var _ = journal().opened(at("f/.tmp-2"), "J\uDCF6rg");
    pass(JdbcUploadJournal.SILENCE.plusSeconds(1));
    assertEquals(
        List.of(
            new UploadJournal.Abandoned(at("f/.tmp-1"), "ann"),
            new UploadJournal.Abandoned(at("f/.tmp-2"), "J\uDCF6rg")),
        abandoned());
    assertEquals(List.of(at("f/.tmp-1")), journal().abandoned(at("").backend(), "ann"));
    assertEquals(List.of(), journal().abandoned(elsewhere("").backend()));
    journal().forget(at("f/.tmp-1"));
    journal().forget(at("f/.tmp-1"));
    assertEquals(List.of(), journal().abandoned(at("").backend(), "ann"));
    assertEquals(1, abandoned().size());
  }

  @Test
  void leftBehind_isAbandonedAtOnce_andStaysSo() {
    UploadJournal.Running entry = journal().opened(at("f/.tmp"), "ann");
    try (UploadJournal.Running _ = journal().opened(at("f/.other"), "ann")) {
      entry.abandon();
      store().pulse();
      entry.close();
      assertEquals(List.of(at("f/.tmp")), journal().abandoned(at("").backend(), "ann"));
    }
  }

  @Test
  void closedTwice_isFine() {
    UploadJournal.Running first = journal().opened(at("f/.tmp"), "ann");
    first.close();
    first.close();
    pass(JdbcUploadJournal.SILENCE.plusSeconds(1));
    assertEquals(List.of(), abandoned());
  }
}
