package io.sallyport.dav;

import io.sallyport.files.Entry;
import io.sallyport.files.LosslessUtf8;

/// One file or folder that a multistatus response speaks of.
///
/// @param href its percent-encoded URL path
/// @param name what people call it, as [LosslessUtf8] text
/// @param entry what is known of it
record Subject(String href, String name, Entry entry) {

  /// Its name as it can stand in XML.
  String displayName() {
    return LosslessUtf8.forDisplay(name);
  }
}
