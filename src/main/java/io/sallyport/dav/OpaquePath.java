package io.sallyport.dav;

import io.sallyport.files.LosslessUtf8;
import io.sallyport.files.RemotePath;
import io.sallyport.http.Place;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A [Place] as Milton sees it: each name in hexadecimal digits. Milton decodes, splits and joins
/// paths as it thinks right, in one handler once and in another twice; of hexadecimal digits it
/// always makes the same again, so a name is decoded where Sallyport decodes it and nowhere else.
final class OpaquePath {

  private static final HexFormat HEX = HexFormat.of();
  private static final char MARK = 'x';

  private OpaquePath() {}

  static String of(Place place) {
    StringBuilder path = new StringBuilder("/");
    place.backend().ifPresent(backend -> path.append(name(backend)));
    place.path().names().forEach(name -> path.append('/').append(name(name)));
    return path.toString();
  }

  private static String name(String name) {
    return MARK + HEX.formatHex(LosslessUtf8.encode(name));
  }

  /// The place that [#of] made `path` of, as a file's.
  static Place place(String path) {
    List<String> names = new ArrayList<>();
    for (String segment : path.split("/", -1)) {
      if (!segment.isEmpty()) {
        names.add(plain(segment));
      }
    }
    return names.isEmpty()
        ? Place.TOP
        : new Place(
            Optional.of(names.getFirst()), new RemotePath(names.subList(1, names.size())), false);
  }

  /// The last segment of [#of]; empty for `/`.
  static String lastName(Place place) {
    return place.path().isRoot()
        ? place.backend().map(OpaquePath::name).orElse("")
        : name(place.path().name());
  }

  private static String plain(String segment) {
    return LosslessUtf8.decode(HEX.parseHex(segment, 1, segment.length()));
  }
}
