package io.sallyport.web;

import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.http.Call;
import io.sallyport.http.Door;
import io.sallyport.http.Refusal;
import java.util.Set;

/// The door for people: the browser application where a browser goes to a folder, its files below
/// `/-/`, and a plain index of the same folder for every other client.
public final class WebDoor implements Door {

  private static final String VARY =
      "Accept, Accept-Encoding, Cookie, Authorization, Sec-Fetch-Mode, User-Agent";

  /// Screens of the application that are no folder.
  private static final Set<String> SCREENS = Set.of("/-/doctor", "/-/status");

  private final Application application;
  private final FolderIndex index = new FolderIndex();

  /// Serves the application that this build carries, or only plain pages if it carries none.
  public WebDoor() {
    this(new Application("app"));
  }

  /// Serves plain pages to every client, browsers too.
  public static WebDoor ofPages() {
    return new WebDoor(new Application("none"));
  }

  WebDoor(Application application) {
    this.application = application;
  }

  @Override
  public String name() {
    return "web";
  }

  @Override
  public boolean opens(Call call) {
    if (call.isReserved()) {
      return true;
    }
    if (!call.is("GET") && !call.is("HEAD")) {
      return false;
    }
    return call.place().folderForm()
        || showsApplication(call)
        || call.entry().map(Entry::isFolder).orElse(false);
  }

  @Override
  public void enter(Call call) {
    if (call.isReserved()) {
      if (!call.is("GET") && !call.is("HEAD")) {
        call.set("Allow", "GET, HEAD");
        throw Refusal.notAllowed("The application's files are read, nothing else.");
      }
      if (SCREENS.contains(call.rawPath()) && application.isThere()) {
        call.set("Vary", VARY);
        application.show(call, 200);
      } else {
        application.answer(call);
      }
      return;
    }
    call.set("Vary", VARY);
    if (showsApplication(call)) {
      application.show(call, status(call));
    } else if (!call.place().folderForm()) {
      // Relative references in the index are right only below a slash.
      call.redirect(301, call.place().asFolder().href());
    } else {
      index.answer(call);
    }
  }

  /// A browser that goes to a folder; or to anything while it is not signed in, because the
  /// application is also the login page.
  private boolean showsApplication(Call call) {
    return application.isThere()
        && call.isBrowserNavigation()
        && (call.place().folderForm() || status(call) == 401);
  }

  /// The application asks for the folder itself; the status tells what it will find as far as that
  /// costs nothing.
  private static int status(Call call) {
    if (call.place().isTop()) {
      return 200;
    }
    try {
      var _ = call.files();
      return 200;
    } catch (Failure.NotLoggedIn e) {
      return 401;
    } catch (Failure.NotFound e) {
      return 404;
    }
  }
}
