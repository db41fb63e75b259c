package io.sallyport.dav;

import io.milton.http.AbstractResponse;
import io.milton.http.Cookie;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What Milton answers: the status, which becomes the response's or a refusal; its headers and
/// bodies are not used.
final class DavResponse extends AbstractResponse {

  private @Nullable Status status;

  @Override
  public @Nullable Status getStatus() {
    return status;
  }

  @Override
  public void setStatus(Status status) {
    this.status = status;
  }

  @Override
  public Map<String, String> getHeaders() {
    return Map.of();
  }

  @Override
  public void setNonStandardHeader(String code, String value) {}

  @Override
  public @Nullable String getNonStandardHeader(String code) {
    return null;
  }

  @Override
  public void setAuthenticateHeader(List<String> challenges) {}

  @Override
  public OutputStream getOutputStream() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public void close() {}

  @Override
  public void sendError(Status status, String message) {
    this.status = status;
  }

  @Override
  public Cookie setCookie(Cookie cookie) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Cookie setCookie(String name, String value) {
    throw new UnsupportedOperationException();
  }
}
