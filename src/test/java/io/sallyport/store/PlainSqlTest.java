package io.sallyport.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.jdbi.v3.core.statement.ParsedSql;
import org.junit.jupiter.api.Test;

final class PlainSqlTest {

  @Test
  void names_becomeParametersInTheirOrder() {
    ParsedSql parsed = PlainSql.parsed("UPDATE t SET a = :a, b=:b2+:a WHERE (c>:_c)");
    assertEquals("UPDATE t SET a = ?, b=?+? WHERE (c>?)", parsed.getSql());
    assertEquals(List.of("a", "b2", "a", "_c"), parsed.getParameters().getParameterNames());
  }

  @Test
  void textsIdentifiersAndCasts_stayAsTheyAre() {
    String sql = "SELECT ':a''s :b', \"odd:name\", x::text, y: FROM t WHERE z <> 'open :c";
    ParsedSql parsed = PlainSql.parsed(sql);
    assertEquals(sql, parsed.getSql());
    assertEquals(List.of(), parsed.getParameters().getParameterNames());
  }

  @Test
  void parameterAfterAText_isSeen() {
    ParsedSql parsed = PlainSql.parsed("':x':y::bigint");
    assertEquals("':x'?::bigint", parsed.getSql());
    assertEquals(List.of("y"), parsed.getParameters().getParameterNames());
  }
}
