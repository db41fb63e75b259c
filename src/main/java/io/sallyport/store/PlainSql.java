package io.sallyport.store;

import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.TemplateEngine;

/// The SQL of this package: `:name` is a parameter, `<now>` the database's time. Jdbi's own parser
/// knows more, for which it takes a good part of the time that a store takes to open. Thread-safe.
final class PlainSql implements SqlParser, TemplateEngine {

  private static final String NOW = "<now>";

  @Override
  public String render(String template, StatementContext context) {
    return template.contains(NOW)
        ? template.replace(NOW, String.valueOf(context.getAttribute("now")))
        : template;
  }

  @Override
  public ParsedSql parse(String sql, StatementContext context) {
    return parsed(sql);
  }

  static ParsedSql parsed(String sql) {
    ParsedSql.Builder parsed = ParsedSql.builder();
    int from = 0;
    int at = 0;
    while (at < sql.length()) {
      char here = sql.charAt(at);
      if (here == '\'' || here == '"') {
        // A doubled quote ends one text and begins the next.
        int end = sql.indexOf(here, at + 1);
        at = end < 0 ? sql.length() : end + 1;
      } else if (here == ':' && isName(sql, at + 1) && (at == 0 || sql.charAt(at - 1) != ':')) {
        parsed.append(sql.substring(from, at));
        from = at + 1;
        at = from;
        while (isName(sql, at)) {
          at++;
        }
        parsed.appendNamedParameter(sql.substring(from, at));
        from = at;
      } else {
        at++;
      }
    }
    return parsed.append(sql.substring(from)).build();
  }

  private static boolean isName(String sql, int at) {
    return at < sql.length() && Character.isJavaIdentifierPart(sql.charAt(at));
  }

  @Override
  public String nameParameter(String name, StatementContext context) {
    return ":" + name;
  }
}
