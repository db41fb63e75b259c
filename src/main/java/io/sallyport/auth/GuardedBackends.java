package io.sallyport.auth;

import io.sallyport.files.Failure;
import java.util.List;

/// The backends that there are: those configured, and those that somebody asks for by a name that
/// no one configured. Thread-safe.
public interface GuardedBackends {

  /// Those configured, in the order to show them.
  List<GuardedBackend> configured();

  /// The one of that name, ad hoc ones (`~host`) included where policy allows them. May block to
  /// look up a host.
  ///
  /// @throws Failure.NotFound if there is none
  /// @throws Failure.Denied with the rule, if policy does not allow it
  GuardedBackend named(String name);

  /// Those configured and no others.
  static GuardedBackends of(List<GuardedBackend> backends) {
    List<GuardedBackend> all = List.copyOf(backends);
    return new GuardedBackends() {
      @Override
      public List<GuardedBackend> configured() {
        return all;
      }

      @Override
      public GuardedBackend named(String name) {
        return all.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new Failure.NotFound("There is no such server here.", null));
      }
    };
  }
}
