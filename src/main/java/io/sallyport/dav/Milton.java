package io.sallyport.dav;

import io.milton.config.HttpManagerBuilder;
import io.milton.http.AuthenticationService;
import io.milton.http.Handler;
import io.milton.http.HttpExtension;
import io.milton.http.HttpManager;
import io.milton.http.ProtocolHandlers;
import io.milton.http.ResourceHandlerHelper;
import io.milton.http.http11.CustomPostHandler;
import io.milton.http.http11.DefaultHttp11ResponseHandler.BUFFERING;
import io.milton.http.http11.DeleteHandler;
import io.milton.http.http11.MatchHelper;
import io.milton.http.http11.PutHandler;
import io.milton.http.http11.PutHelper;
import io.milton.http.webdav.CopyHandler;
import io.milton.http.webdav.MkColHandler;
import io.milton.http.webdav.MoveHandler;
import io.milton.http.webdav.ResourceTypeHelper;
import io.milton.http.webdav.WebDavResponseHandler;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Milton, put together from what of it is right: its dispatch, its resources, and its handlers of
/// PUT, DELETE, MKCOL, COPY and MOVE; what it answers wrongly is answered by handlers of this
/// package. Its own authentication, cookies, forms, JSON and compression are off.
final class Milton extends HttpManagerBuilder {

  private final List<OwnHandler> own = new ArrayList<>();

  Milton() {
    setResourceFactory(new Resources());
    authenticationService = new AuthenticationService(List.of());
    defaultStandardFilter = new Passage();
    contentGenerator = (resource, request, response, status) -> {};
    eTagGenerator = resource -> null;
    buffering = BUFFERING.never;
    enableBasicAuth = false;
    enableDigestAuth = false;
    enableFormAuth = false;
    enableCookieAuth = false;
    enableCompression = false;
    enabledJson = false;
    enableExpectContinue = false;
  }

  /// Answers `methods` with `answer`, in place of Milton.
  Milton with(List<String> methods, Consumer<DavRequest> answer) {
    own.add(new OwnHandler(methods, answer));
    return this;
  }

  HttpManager build() {
    return buildHttpManager();
  }

  @Override
  protected void buildProtocolHandlers(
      WebDavResponseHandler responses, ResourceTypeHelper resourceTypes) {
    ResourceHandlerHelper lookup = getResourceHandlerHelper();
    MatchHelper neutral = new MatchHelper(eTagGenerator);
    CopyHandler copy = new CopyHandler(responses, handlerHelper, lookup, userAgentHelper());
    copy.setDeleteExistingBeforeCopy(false);
    MoveHandler move = new MoveHandler(responses, handlerHelper, lookup, userAgentHelper());
    move.setDeleteExistingBeforeMove(false);
    Set<Handler> handlers = new LinkedHashSet<>();
    handlers.add(new PutHandler(responses, handlerHelper, new PutHelper(), neutral));
    handlers.add(new DeleteHandler(responses, lookup, handlerHelper));
    handlers.add(new MkColHandler(responses, handlerHelper));
    handlers.add(copy);
    handlers.add(move);
    handlers.addAll(own);
    protocolHandlers = new ProtocolHandlers(List.of(new Methods(handlers)));
  }

  private record Methods(Set<Handler> handlers) implements HttpExtension {
    @Override
    public Set<Handler> getHandlers() {
      return handlers;
    }

    @Override
    public List<CustomPostHandler> getCustomPostHandlers() {
      return List.of();
    }
  }
}
