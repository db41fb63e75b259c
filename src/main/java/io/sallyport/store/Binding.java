package io.sallyport.store;

import io.sallyport.files.LosslessUtf8;
import java.util.Collection;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.SqlStatement;

/// How places and text get into statements and out of rows.
final class Binding {

  /// What lies at or below a place, after [#range].
  static final String IN_RANGE =
      "head >= :from_head AND head <= :end_head AND place >= :from AND place < :end";

  /// What lies exactly at a place, after [#exact].
  static final String EXACT = "head = :head AND place = :place";

  /// Where a place in range comes to lie, after [#moving].
  static final String MOVED = "CAST(:to AS BYTEA) || substring(place from :rest)";

  /// The head of that.
  static final String MOVED_HEAD = "substring(" + MOVED + " from 1 for :head_bytes)";

  private Binding() {}

  static <S extends SqlStatement<S>> S range(S statement, PlaceKey key) {
    return statement
        .bind("from_head", key.head())
        .bind("end_head", key.headOfEnd())
        .bind("from", key.bytes())
        .bind("end", key.end());
  }

  /// What lies at or below `from`, on its way to `to`.
  static <S extends SqlStatement<S>> S moving(S statement, PlaceKey from, PlaceKey to) {
    return range(statement, from)
        .bind("to", to.bytes())
        .bind("rest", from.length() + 1)
        .bind("head_bytes", PlaceKey.HEAD_BYTES);
  }

  static <S extends SqlStatement<S>> S exact(S statement, PlaceKey key) {
    return statement.bind("head", key.head()).bind("place", key.bytes());
  }

  /// For `head = ANY(:heads)`.
  static Argument heads(byte[][] heads) {
    return (position, statement, _) ->
        statement.setArray(position, statement.getConnection().createArrayOf("bytea", heads));
  }

  static Argument headsOf(Collection<PlaceKey> keys) {
    return heads(keys.stream().map(PlaceKey::head).toArray(byte[][]::new));
  }

  /// Text as the database keeps it: bytes, since PostgreSQL's own text refuses NUL, lone surrogates
  /// and whatever its encoding lacks.
  static byte[] text(String text) {
    return LosslessUtf8.encode(text);
  }
}
