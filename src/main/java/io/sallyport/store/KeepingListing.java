package io.sallyport.store;

import io.sallyport.files.Entry;
import io.sallyport.files.Listing;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What the server lists, and then what is kept here; this hides a file of the same name there.
final class KeepingListing implements Listing {

  private final Listing there;
  private final Iterator<Entry> here;
  private final Set<String> names;

  KeepingListing(Listing there, List<Entry> here) {
    this.there = there;
    this.here = here.iterator();
    this.names = here.stream().map(Entry::name).collect(Collectors.toSet());
  }

  @Override
  public Optional<Entry> next() {
    Optional<Entry> entry = there.next();
    while (entry.isPresent() && names.contains(entry.get().name())) {
      entry = there.next();
    }
    return entry.isEmpty() && here.hasNext() ? Optional.of(here.next()) : entry;
  }

  @Override
  public int skipped() {
    return there.skipped();
  }

  @Override
  public void close() {
    there.close();
  }
}
