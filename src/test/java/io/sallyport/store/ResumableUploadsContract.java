package io.sallyport.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.store.ResumableUpload.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What [ResumableUploads] promises, on whichever database.
abstract class ResumableUploadsContract extends StoreContract {

  private static final Duration DAY = Duration.ofHours(24);

  private ResumableUploads uploads() {
    return store().resumable();
  }

  private ResumableUpload upload(Stage stage) {
    return new ResumableUpload(
        UUID.randomUUID(),
        at("f/caf%E9 100%25"),
        at("f/.part"),
        "J\uDCF6rg",
        5_000_000_000L,
        true,
        Optional.of("\"1-2\""),
        Optional.of(Instant.ofEpochMilli(1_234_567)),
        stage,
        DAY);
  }

  private ResumableUpload created() {
    ResumableUpload upload = upload(Stage.CREATED);
    uploads().create(upload);
    return upload;
  }

  private static ResumableUpload withoutTime(ResumableUpload upload) {
    return new ResumableUpload(
        upload.id(),
        upload.target(),
        upload.temporary(),
        upload.user(),
        upload.lengthBytes(),
        upload.overwrite(),
        upload.ifMatch(),
        upload.modified(),
        upload.stage(),
        Duration.ZERO);
  }

  @Test
  void upload_isFoundAsItWasCreated() {
    ResumableUpload upload = created();
    ResumableUpload found = uploads().find(upload.id()).orElseThrow();
    assertEquals(withoutTime(upload), withoutTime(found));
    assertTrue(found.remaining().compareTo(DAY) <= 0);
    assertEquals(Optional.empty(), uploads().find(UUID.randomUUID()));
    uploads().remove(upload.id());
    assertEquals(Optional.empty(), uploads().find(upload.id()));
  }

  @Test
  void oneCallerAtATimeHasIt() {
    ResumableUpload upload = created();
    try (ResumableUploads.Hold hold = uploads().hold(upload.id(), DAY).orElseThrow()) {
      assertTrue(uploads().hold(upload.id(), DAY).isEmpty());
      hold.reached(Stage.BEGUN, DAY);
    }
    ResumableUploads.Hold second = uploads().hold(upload.id(), DAY).orElseThrow();
    assertEquals(Stage.BEGUN, second.upload().stage());
    second.close();
    second.close();
    assertTrue(uploads().hold(UUID.randomUUID(), DAY).isEmpty());
  }

  @Test
  void holdLastsWhileItsNodeLives() {
    ResumableUpload upload = created();
    try (ResumableUploads.Hold _ = uploads().hold(upload.id(), DAY).orElseThrow()) {
      for (int i = 0; i < 5; i++) {
        pass(ResumableUploads.HOLD.dividedBy(2));
        store().pulse();
        assertTrue(uploads().hold(upload.id(), DAY).isEmpty());
      }
      // Its node says nothing any more.
      pass(ResumableUploads.HOLD.plusSeconds(1));
      assertTrue(uploads().hold(upload.id(), DAY).isPresent());
    }
  }

  @Test
  void uploadThatNobodyGoesOnWith_isAbandoned() {
    ResumableUpload upload = created();
    try (ResumableUploads.Hold hold = uploads().hold(upload.id(), DAY).orElseThrow()) {
      hold.reached(Stage.BEGUN, DAY);
    }
    String backend = upload.temporary().backend();
    assertEquals(List.of(), store().journal().abandoned(backend, upload.user()));
    pass(DAY.plusSeconds(1));
    store().pulse();
    assertEquals(Optional.empty(), uploads().find(upload.id()));
    assertTrue(uploads().hold(upload.id(), DAY).isEmpty());
    assertEquals(List.of(upload.temporary()), store().journal().abandoned(backend, upload.user()));
    store().journal().forget(upload.temporary());
    assertEquals(List.of(), store().journal().abandoned(backend, upload.user()));
  }

  @Test
  void doneUpload_isRememberedForAWhileAndNeverAbandoned() {
    ResumableUpload upload = created();
    try (ResumableUploads.Hold hold = uploads().hold(upload.id(), DAY).orElseThrow()) {
      hold.reached(Stage.DONE, Duration.ofHours(1));
    }
    assertEquals(Stage.DONE, uploads().find(upload.id()).orElseThrow().stage());
    pass(Duration.ofHours(2));
    assertEquals(
        List.of(), store().journal().abandoned(upload.temporary().backend(), upload.user()));
    store().pulse();
    assertFalse(uploads().find(upload.id()).isPresent());
  }

  @Test
  void oneUserHasOnlySoMany() {
    for (int i = 0; i < JdbcResumableUploads.MAX_OF_PRINCIPAL; i++) {
      created();
    }
    LimitExceeded refused = assertThrows(LimitExceeded.class, this::created);
    assertEquals(LimitExceeded.Limit.UPLOADS_OF_PRINCIPAL, refused.limit());
  }
}
