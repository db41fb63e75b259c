package io.sallyport.ground;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a test has asked for, by verb: answers to be given once, in order, then one for good.
/// Thread-safe.
final class Script {
  private final Map<String, Deque<Answer>> once = new HashMap<>();
  private final Map<String, Answer> always = new HashMap<>();

  synchronized void always(String verb, Answer answer) {
    always.put(verb.toUpperCase(Locale.ROOT), answer);
  }

  synchronized void once(String verb, Answer answer) {
    once.computeIfAbsent(verb.toUpperCase(Locale.ROOT), _ -> new ArrayDeque<>()).add(answer);
  }

  synchronized void forget(String verb) {
    once.remove(verb.toUpperCase(Locale.ROOT));
    always.remove(verb.toUpperCase(Locale.ROOT));
  }

  /// The answer to the command that has just come in.
  synchronized Answer next(String verb) {
    return Optional.ofNullable(once.get(verb))
        .map(Deque::poll)
        .or(() -> Optional.ofNullable(always.get(verb)))
        .orElse(Answer.usual());
  }
}
