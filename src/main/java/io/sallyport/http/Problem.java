package io.sallyport.http;

import io.sallyport.files.Attempt;
import io.sallyport.files.Reply;
import io.sallyport.files.Verdict;
import io.sallyport.files.Wording;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the caller is told when something did not work (RFC 9457), in the form the caller reads:
/// JSON for programs that ask for it, a page for browsers, lines of text for everyone else.
///
/// @param status the HTTP status
/// @param code the kind for programs, in lower case with hyphens
/// @param title the kind for people
/// @param detail one clear sentence
/// @param reply what the FTP server said, if it said something
/// @param attempts the data connections that were tried
/// @param retryAfter when another try makes sense, if that is known
/// @param verdict what the attempts tell about the firewalls on the way, if they do
/// @param doctor the URL path of the page that looks into it; absent where it could not help
public record Problem(
    int status,
    String code,
    String title,
    String detail,
    @Nullable Reply reply,
    List<Attempt> attempts,
    @Nullable Duration retryAfter,
    @Nullable Verdict verdict,
    @Nullable String doctor) {

  public Problem {
    attempts = List.copyOf(attempts);
  }

  /// The same with a link to the doctor.
  Problem withDoctor(String href) {
    return new Problem(status, code, title, detail, reply, attempts, retryAfter, verdict, href);
  }

  /// `application/problem+json`.
  public String toJson() {
    JsonText json = new JsonText();
    json.open('{').name("title").value(title).name("status").value(status);
    json.name("code").value(code).name("detail").value(detail);
    if (reply != null) {
      json.name("reply").value(reply.oneLine());
    }
    json.name("attempts").open('[');
    for (Attempt attempt : attempts) {
      json.open('{').name("mode").value(attempt.mode().name());
      if (attempt.address() != null) {
        json.name("address").value(attempt.address());
      }
      json.name("outcome").value(outcome(attempt));
      if (attempt.reply() != null) {
        json.name("reply").value(attempt.reply().oneLine());
      }
      json.name("millis").value(attempt.took().toMillis()).close('}');
    }
    json.close(']');
    if (verdict != null) {
      json.name("verdict").open('{').name("code").value(verdict.code().text());
      json.name("brief").value(Wording.ENGLISH.brief(verdict)).name("parameters").open('{');
      verdict.parameters().forEach((name, value) -> json.name(name).value(value));
      json.close('}').close('}');
    }
    if (doctor != null) {
      json.name("doctor").value(doctor);
    }
    return json.close('}').toString();
  }

  /// One line, and one for the server's reply and for each attempt.
  public String toText() {
    StringBuilder text = new StringBuilder();
    text.append(status).append(' ').append(title).append(": ").append(detail).append('\n');
    if (reply != null) {
      text.append("The server said: ").append(reply.oneLine()).append('\n');
    }
    for (Attempt attempt : attempts) {
      text.append("  ").append(line(attempt)).append('\n');
    }
    if (verdict != null) {
      text.append(oneLine(Wording.ENGLISH.brief(verdict))).append('\n');
    }
    if (doctor != null) {
      text.append("More: ").append(doctor).append('\n');
    }
    return text.toString();
  }

  /// A page that runs nothing and loads nothing.
  public String toHtml() {
    StringBuilder page = new StringBuilder();
    page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\">")
        .append("<meta name=\"color-scheme\" content=\"light dark\">")
        .append("<title>")
        .append(escape(title))
        .append("</title></head>\n<body><h1>")
        .append(escape(title))
        .append("</h1>\n<p>")
        .append(escape(detail))
        .append("</p>\n");
    if (reply != null) {
      page.append("<p>The server said: <code>")
          .append(escape(reply.oneLine()))
          .append("</code></p>\n");
    }
    if (!attempts.isEmpty()) {
      page.append("<ul>\n");
      for (Attempt attempt : attempts) {
        page.append("<li><code>").append(escape(line(attempt))).append("</code></li>\n");
      }
      page.append("</ul>\n");
    }
    if (verdict != null) {
      page.append("<p>").append(escape(Wording.ENGLISH.brief(verdict))).append("</p>\n");
    }
    if (doctor != null) {
      page.append("<p><a href=\"")
          .append(escape(doctor))
          .append("\">Find out what is in the way</a></p>\n");
    }
    return page.append("</body></html>\n").toString();
  }

  private static String line(Attempt attempt) {
    StringBuilder line = new StringBuilder(attempt.mode().name());
    if (attempt.address() != null) {
      line.append(' ').append(attempt.address());
    }
    line.append(' ').append(outcome(attempt));
    line.append(' ').append(attempt.took().toMillis()).append(" ms");
    if (attempt.reply() != null) {
      line.append(" (").append(attempt.reply().oneLine()).append(')');
    }
    return line.toString();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  private static String outcome(Attempt attempt) {
    return attempt.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
