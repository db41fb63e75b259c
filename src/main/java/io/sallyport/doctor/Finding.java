package io.sallyport.doctor;

import io.sallyport.files.Verdict;
import java.util.List;

/// A verdict with what can be done about it.
///
/// @param remedies the simpler first; empty where there is nothing to do or nothing to say exactly
public record Finding(Verdict verdict, List<Remedy> remedies) {

  public Finding {
    remedies = List.copyOf(remedies);
  }
}
