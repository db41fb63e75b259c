package io.sallyport.dav;

import io.sallyport.http.Call;
import io.sallyport.http.Place;
import io.sallyport.http.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;

/// The `If` header (RFC 4918 §10.4): lists of conditions, of which one must hold.
///
/// @param lists in the order they were sent; never empty
record IfHeader(List<Conjunction> lists) {

  /// More resources than these are named by no client, and each may cost the FTP server a question.
  private static final int MAX_RESOURCES = 64;

  /// Conditions that must all hold.
  ///
  /// @param resource the resource they are about; empty for the request's own
  record Conjunction(Optional<Place> resource, List<Condition> conditions) {}

  /// One thing that must, or must not, be so.
  sealed interface Condition {

    /// Whether it must not be so.
    boolean negated();

    /// The resource is locked with this lock token.
    record Token(boolean negated, String token) implements Condition {}

    /// The resource has this entity tag, quotes included.
    record Tag(boolean negated, String etag) implements Condition {}
  }

  /// Reads the header of `call`; empty when there is none.
  ///
  /// @throws Refusal 400 if it is malformed
  static Optional<IfHeader> of(Call call) {
    return call.header("If")
        .map(header -> new IfHeader(new Parser(header, call::withoutBase).lists()));
  }

  /// @throws Refusal 400 if it is malformed
  static IfHeader parse(String header) {
    return new IfHeader(new Parser(header, Optional::of).lists());
  }

  /// Whether it holds.
  ///
  /// @param state says whether a resource, empty for the request's own, is as a condition says,
  ///   whatever [Condition#negated] says
  boolean holds(BiPredicate<Optional<Place>, Condition> state) {
    return lists.stream()
        .anyMatch(list ->
            list.conditions().stream()
                .allMatch(
                    condition -> state.test(list.resource(), condition) != condition.negated()));
  }

  /// The lock tokens that the request submits: all that it names (RFC 4918 §10.4.1).
  Set<String> tokens() {
    Set<String> tokens = new LinkedHashSet<>();
    for (Conjunction list : lists) {
      for (Condition condition : list.conditions()) {
        if (condition instanceof Condition.Token(boolean _, String token)) {
          tokens.add(token);
        }
      }
    }
    return tokens;
  }

  private static final class Parser {
    private final String text;
    private final Function<String, Optional<String>> withoutBase;
    private int at;

    Parser(String text, Function<String, Optional<String>> withoutBase) {
      this.text = text;
      this.withoutBase = withoutBase;
    }

    List<Conjunction> lists() {
      List<Conjunction> lists = new ArrayList<>();
      Set<Place> resources = new LinkedHashSet<>();
      Optional<Place> resource = Optional.empty();
      boolean tagged = next() == '<';
      boolean owesList = false;
      while (next() != 0) {
        if (next() == '<') {
          require(tagged && !owesList);
          resource = Optional.of(resource(between('<', '>')));
          resources.add(resource.get());
          require(resources.size() <= MAX_RESOURCES);
          owesList = true;
        } else {
          lists.add(new Conjunction(resource, conditions()));
          owesList = false;
        }
      }
      require(!owesList && !lists.isEmpty());
      return List.copyOf(lists);
    }

    private List<Condition> conditions() {
      require(next() == '(');
      at++;
      List<Condition> conditions = new ArrayList<>();
      while (next() != ')') {
        boolean negated = text.regionMatches(true, at, "Not", 0, 3);
        if (negated) {
          at += 3;
        }
        switch (next()) {
          case '<' -> conditions.add(new Condition.Token(negated, between('<', '>').strip()));
          case '[' -> conditions.add(new Condition.Tag(negated, etag()));
          default -> throw malformed();
        }
      }
      at++;
      require(!conditions.isEmpty());
      return List.copyOf(conditions);
    }

    /// Quotes may hold a bracket.
    private String etag() {
      at++;
      int open = next() == 'W' && text.startsWith("W/\"", at) ? at + 2 : at;
      require(open < text.length() && text.charAt(open) == '"');
      int close = text.indexOf('"', open + 1);
      require(close > 0);
      String etag = text.substring(open, close + 1);
      at = close + 1;
      require(next() == ']');
      at++;
      return etag;
    }

    private String between(char open, char close) {
      require(next() == open);
      int end = text.indexOf(close, at);
      require(end > at + 1);
      String inside = text.substring(at + 1, end);
      at = end + 1;
      return inside;
    }

    /// Only its path counts: a proxy in front may have another scheme, host and port.
    private Place resource(String url) {
      int scheme = url.indexOf("://");
      String path = url;
      if (scheme > 0 && !url.startsWith("/")) {
        int slash = url.indexOf('/', scheme + 3);
        path = slash < 0 ? "/" : url.substring(slash);
      }
      if (!path.startsWith("/")) {
        throw malformed();
      }
      int end = 0;
      while (end < path.length() && path.charAt(end) != '?' && path.charAt(end) != '#') {
        end++;
      }
      Place place =
          Place.parse(withoutBase.apply(path.substring(0, end)).orElseThrow(Parser::malformed));
      return new Place(place.backend(), place.path(), false);
    }

    /// What comes next, white space left out; 0 at the end.
    private char next() {
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
        at++;
      }
      return at < text.length() ? text.charAt(at) : 0;
    }

    private static void require(boolean holds) {
      if (!holds) {
        throw malformed();
      }
    }

    private static Refusal malformed() {
      return Refusal.badRequest("The If header cannot be read.");
    }
  }
}
