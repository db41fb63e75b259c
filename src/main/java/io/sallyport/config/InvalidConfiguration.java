package io.sallyport.config;

import java.util.List;
import java.util.stream.Collectors;

/// A configuration that cannot be used, with everything that is wrong in it.
public final class InvalidConfiguration extends Exception {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // It crosses no process.
  private final List<Mistake> mistakes;

  /// @param source what was read, as the operator named it
  /// @param mistakes at least one, in the order of the text
  public InvalidConfiguration(String source, List<Mistake> mistakes) {
    super(mistakes.stream().map(m -> source + ": " + m).collect(Collectors.joining("\n")));
    this.mistakes = List.copyOf(mistakes);
  }

  /// In the order of the text.
  public List<Mistake> mistakes() {
    return mistakes;
  }
}
