package io.sallyport.dav;

import io.milton.http.AbstractRequest;
import io.milton.http.Auth;
import io.milton.http.Cookie;
import io.milton.http.FileItem;
import io.sallyport.http.Call;
import io.sallyport.store.Store;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A [Call] as Milton sees it: the method, the place, and of the headers none that Milton would act
/// on by itself; conditions, ranges and lock tokens are evaluated by this package.
final class DavRequest extends AbstractRequest {

  /// Any host: Milton only hands it back.
  private static final String HOST = "sallyport";

  private final Call call;
  private final Store store;
  private final Succession succession;
  private final Keyring keyring;
  private final @Nullable Relocation relocation;

  /// @param store locks and dead properties
  /// @param succession which versions of files there were
  /// @param keyring which locks the request opens
  /// @param relocation where to, for COPY and MOVE
  DavRequest(
      Call call,
      Store store,
      Succession succession,
      Keyring keyring,
      @Nullable Relocation relocation) {
    this.call = call;
    this.store = store;
    this.succession = succession;
    this.keyring = keyring;
    this.relocation = relocation;
  }

  Store store() {
    return store;
  }

  Succession succession() {
    return succession;
  }

  Keyring keyring() {
    return keyring;
  }

  Call call() {
    return call;
  }

  boolean isRelocation() {
    return relocation != null;
  }

  Relocation relocation() {
    if (relocation == null) {
      throw new IllegalStateException("a " + call.method() + " has no destination");
    }
    return relocation;
  }

  @Override
  public @Nullable String getRequestHeader(Header header) {
    return switch (header) {
      case HOST -> HOST;
      case OVERWRITE -> relocation == null ? null : "T";
      case DESTINATION ->
          relocation == null ? null : "http://" + HOST + OpaquePath.of(relocation.to());
      default -> null;
    };
  }

  @Override
  public Method getMethod() {
    return Method.valueOf(call.method());
  }

  @Override
  public String getAbsoluteUrl() {
    return "http://" + HOST + getAbsolutePath();
  }

  @Override
  public String getAbsolutePath() {
    return OpaquePath.of(call.place());
  }

  @Override
  public Map<String, String> getHeaders() {
    return Map.of();
  }

  @Override
  public @Nullable String getFromAddress() {
    return null;
  }

  /// Whom Milton takes the caller for: authentication is done before.
  @Override
  public @Nullable Auth getAuthorization() {
    return null;
  }

  @Override
  public void setAuthorization(Auth auth) {}

  /// Nothing: uploads are read from the [Call], so that waiting for the network parks the thread.
  @Override
  public InputStream getInputStream() {
    return InputStream.nullInputStream();
  }

  @Override
  public void parseRequestParameters(Map<String, String> params, Map<String, FileItem> files) {}

  @Override
  public @Nullable Cookie getCookie(String name) {
    return null;
  }

  @Override
  public List<Cookie> getCookies() {
    return List.of();
  }

  @Override
  public String getRemoteAddr() {
    return "";
  }
}
