package io.sallyport.store;

import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemotePath;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// In what the two databases differ.
enum Dialect {
  H2("CURRENT_TIMESTAMP(6)") {
    // In a transaction of its own, so that nobody waits for a row that is not committed.
    @Override
    void prepareTurn(Jdbi jdbi, String backend) {
      jdbi.useHandle(handle ->
          handle
              .createUpdate(
                  "INSERT INTO backend_turn (backend) VALUES (:backend) ON CONFLICT DO NOTHING")
              .bind("backend", rowOf(backend))
              .execute());
    }

    @Override
    void takeTurn(Handle handle, String backend) {
      handle
          .createQuery("SELECT backend FROM backend_turn WHERE backend = :backend FOR UPDATE")
          .bind("backend", rowOf(backend))
          .mapTo(String.class)
          .one();
    }
  },

  POSTGRESQL("clock_timestamp()") {
    @Override
    void prepareTurn(Jdbi jdbi, String backend) {}

    @Override
    void takeTurn(Handle handle, String backend) {
      handle
          .createQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(:turn)) AS turn")
          .bind("turn", ByteBuffer.wrap(digest("sallyport turn " + backend)).getLong())
          .mapTo(Integer.class)
          .one();
    }
  };

  private final String clock;

  Dialect(String clock) {
    this.clock = clock;
  }

  /// The SQL expression for the database's time, in milliseconds since 1970, plus some.
  String nowMillis(long aheadMillis) {
    return "(CAST(EXTRACT(EPOCH FROM " + clock + ") * 1000 AS BIGINT) + " + aheadMillis + ")";
  }

  /// What has to be there before a turn can be taken; once a process is enough.
  abstract void prepareTurn(Jdbi jdbi, String backend);

  /// Waits until no other transaction, on whichever node, has the backend's turn; it ends with the
  /// transaction.
  abstract void takeTurn(Handle handle, String backend);

  private static String rowOf(String backend) {
    return RemotePath.encodeSegment(backend);
  }

  /// SHA-256 of some text.
  static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(LosslessUtf8.encode(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
