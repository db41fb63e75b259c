package io.sallyport;

import io.sallyport.auth.WrongSignIns;
import io.sallyport.store.Guesses;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Wrong sign-ins are counted in the store.
///
/// @param guesses the store's
record StoredWrongSignIns(Guesses guesses) implements WrongSignIns {

  @Override
  public List<Integer> add(List<String> keys, Duration memory) {
    return guesses.add(keys, memory);
  }

  @Override
  public Map<String, Count> since(Duration age) {
    Map<String, Count> counts = new HashMap<>();
    for (Guesses.Guess each : guesses.since(age)) {
      counts.put(each.key(), new Count(each.wrong(), each.age()));
    }
    return counts;
  }
}
