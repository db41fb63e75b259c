package io.sallyport.dav;

import io.milton.http.Handler;
import io.milton.http.HttpManager;
import io.milton.http.Request;
import io.milton.http.Response;
import io.milton.resource.Resource;
import java.util.List;
import java.util.function.Consumer;

/// A method that this package answers itself, in Milton's dispatch.
final class OwnHandler implements Handler {

  private final List<String> methods;
  private final Consumer<DavRequest> answer;

  OwnHandler(List<String> methods, Consumer<DavRequest> answer) {
    this.methods = methods;
    this.answer = answer;
  }

  @Override
  public String[] getMethods() {
    return methods.toArray(String[]::new);
  }

  @Override
  public void process(HttpManager manager, Request request, Response response) {
    answer.accept((DavRequest) request);
  }

  @Override
  public boolean isCompatible(Resource resource) {
    return true;
  }
}
