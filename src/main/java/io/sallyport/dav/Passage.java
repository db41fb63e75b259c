package io.sallyport.dav;

import io.milton.http.Filter;
import io.milton.http.FilterChain;
import io.milton.http.Handler;
import io.milton.http.Request;
import io.milton.http.Response;
import io.milton.http.exceptions.BadRequestException;
import io.milton.http.exceptions.ConflictException;
import io.milton.http.exceptions.NotAuthorizedException;
import io.milton.http.exceptions.NotFoundException;
import io.sallyport.files.Failure;
import io.sallyport.http.Refusal;

/// The last filter of Milton's chain: calls the method's handler and lets every failure through to
/// `http`. Milton's own makes a 500 of all but its own exceptions.
final class Passage implements Filter {

  @Override
  public void process(FilterChain chain, Request request, Response response) {
    Handler handler = chain.getHttpManager().getMethodHandler(request.getMethod());
    if (handler == null) {
      throw Refusal.notAllowed("This server does not know the method.");
    }
    try {
      handler.process(chain.getHttpManager(), request, response);
    } catch (BadRequestException e) {
      throw Refusal.badRequest("The request makes no sense.");
    } catch (ConflictException e) {
      throw new Failure.MissingParent("The folder that should hold it is not there.", null);
    } catch (NotAuthorizedException e) {
      throw new Failure.Denied("That is not allowed.", null);
    } catch (NotFoundException e) {
      throw new Failure.NotFound("There is nothing at this URL.", null);
    }
  }
}
