package io.sallyport.proxy;

import io.sallyport.auth.SignIn;
import io.sallyport.config.FtpLink;
import io.sallyport.config.FtpUrl;
import io.sallyport.files.Entry;
import io.sallyport.files.Failure;
import io.sallyport.http.Call;
import io.sallyport.http.Door;
import io.sallyport.http.Refusal;
import io.undertow.server.HttpServerExchange;
import java.util.List;
import java.util.Set;

/// The classic FTP-over-HTTP proxy, `ftp_proxy=http://gateway:8080`: GET, HEAD and PUT of
/// `ftp://[user[:password]@]host[:port]/path`, in the form that [AbsoluteForm] gives it. Folders
/// are plain pages with links, files and uploads are what they are on every other door.
public final class ProxyDoor implements Door {

  private static final Set<String> METHODS = Set.of("GET", "HEAD", "PUT");

  private final AbsoluteForm form;
  private final ProxyUsers users;
  private final boolean only;
  private final Door folders;
  private final Door files;

  /// @param form what rewrites the requests of the listener
  /// @param users which of the gateway's own users may use it; empty for everybody
  /// @param signIn knows them
  /// @param only whether the listener is there for this alone
  /// @param folders answers GET and HEAD of a folder whose URL ends with a slash
  /// @param files answers GET and HEAD of a file, and PUT
  public ProxyDoor(
      AbsoluteForm form,
      List<String> users,
      SignIn signIn,
      boolean only,
      Door folders,
      Door files) {
    this.form = form;
    this.users = new ProxyUsers(users, signIn);
    this.only = only;
    this.folders = folders;
    this.files = files;
  }

  @Override
  public String name() {
    return "proxy";
  }

  @Override
  public boolean opens(Call call) {
    return only
        || form.asked(call).isPresent()
        || form.wrong(call).isPresent()
        || isForAnotherServer(call);
  }

  @Override
  public void enter(Call call) {
    form.wrong(call).ifPresent(words -> refuse(call, words));
    users.check(call);
    if (isForAnotherServer(call)) {
      throw new Failure.Unsupported(AbsoluteForm.NO_OTHERS, null);
    }
    FtpLink link =
        form.asked(call)
            .orElseThrow(() ->
                Refusal.badRequest(
                    "This is a proxy for FTP: it wants to be asked for whole ftp: URLs, as by"
                        + " programs that are told ftp_proxy=http://HOST:PORT."));
    if (!METHODS.contains(call.method())) {
      call.set("Allow", "GET, HEAD, PUT");
      throw Refusal.notAllowed("This proxy reads and writes files, nothing else.");
    }
    FtpUrl url = link.url();
    // Nobody is asked for the password of a server that is refused.
    var _ = call.backend();
    call.asksLoginFor(url.server());
    if (url.user() != null && !url.isAnonymous() && call.header("Authorization").isEmpty()) {
      throw new Failure.NotLoggedIn("The URL names a user and no password.", null);
    }
    answer(call, link);
  }

  /// Whether a caller takes this server for a proxy to other HTTP servers. A whole URL may also be
  /// this server's own (RFC 9112 §3.2.2); then it names the port that the request came to.
  private static boolean isForAnotherServer(Call call) {
    HttpServerExchange exchange = call.exchange();
    return exchange.isHostIncludedInRequestURI()
        && (call.header("Proxy-Connection").isPresent()
            || exchange.getHostPort() != exchange.getDestinationAddress().getPort());
  }

  private void answer(Call call, FtpLink link) {
    if (call.is("PUT")) {
      files.enter(call);
    } else if (link.slash()) {
      folders.enter(call);
    } else if (call.place().folderForm() || call.entry().filter(Entry::isFolder).isPresent()) {
      // A path alone, so that server and login in the caller's URL stay as they are.
      call.set("Location", link.asFolder()).respondEmpty(301);
    } else {
      files.enter(call);
    }
  }

  private static void refuse(Call call, String words) {
    int status = Integer.parseInt(words.substring(0, 3));
    String sentence = words.substring(4);
    switch (status) {
      case 405 -> {
        call.set("Allow", "GET, HEAD, PUT");
        throw Refusal.notAllowed(sentence);
      }
      case 501 -> throw new Failure.Unsupported(sentence, null);
      default -> throw Refusal.badRequest(sentence);
    }
  }
}
