package io.sallyport.api;

import io.sallyport.config.AdHocName;
import io.sallyport.config.FtpLink;
import io.sallyport.files.RemotePath;
import io.sallyport.http.Call;
import io.sallyport.http.Door;
import io.sallyport.http.Place;
import io.sallyport.http.Refusal;
import io.sallyport.http.Signpost;
import java.util.Optional;

/// Where browsers send clicked `ftp:` links: `/-/open?url=ftp%3A%2F%2F...` leads to the place of
/// that URL on this gateway. A user that the URL names goes along as `?user=`; a password does not,
/// and is asked for again by the application. The same for ad hoc servers in other spellings: each
/// has one name, so that sign-ins and locks belong to it.
public final class LinkDoor implements Door {

  private static final String OPEN = "/-/open";

  private final Signpost signpost;

  public LinkDoor(Signpost signpost) {
    this.signpost = signpost;
  }

  @Override
  public String name() {
    return "api";
  }

  @Override
  public boolean opens(Call call) {
    return call.rawPath().equals(OPEN) || (!call.isReserved() && respelled(call).isPresent());
  }

  @Override
  public void enter(Call call) {
    if (!call.rawPath().equals(OPEN)) {
      Place place = respelled(call).orElseThrow();
      // 308, so that drives repeat what they asked.
      call.redirect(308, place.href() + call.rawQuery());
      return;
    }
    if (!call.is("GET") && !call.is("HEAD")) {
      call.set("Allow", "GET, HEAD");
      throw Refusal.notAllowed("A link is opened, nothing else.");
    }
    open(call);
  }

  private void open(Call call) {
    String text =
        call.query("url")
            .orElseThrow(() -> Refusal.badRequest("The parameter \"url\" is missing."));
    FtpLink link;
    Place place;
    try {
      link = FtpLink.parse(text);
      place = signpost.locate(link);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("The link cannot be opened: " + e.getMessage() + ".");
    }
    // Whether the rules allow it: who clicked is told here and not by the application.
    var _ = call.backend(place);
    String user = link.url().user();
    String query =
        user == null || link.url().isAnonymous() ? "" : "?user=" + RemotePath.encodeSegment(user);
    call.set("Cache-Control", "no-store");
    call.redirect(303, place.href() + query);
  }

  /// The place in the one spelling, if the URL has it in another.
  private static Optional<Place> respelled(Call call) {
    Place place = call.place();
    return place
        .backend()
        .filter(AdHocName::isOne)
        .flatMap(LinkDoor::canonical)
        .filter(name -> !name.equals(place.backend().orElseThrow()))
        .map(name -> new Place(Optional.of(name), place.path(), place.folderForm()));
  }

  private static Optional<String> canonical(String segment) {
    try {
      return Optional.of(AdHocName.parse(segment).toString());
    } catch (IllegalArgumentException e) {
      // Whoever looks for a server of that name says what is wrong.
      return Optional.empty();
    }
  }
}
