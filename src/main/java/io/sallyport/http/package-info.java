/// The HTTP server under the doors: Undertow listeners, one thread a request, failures mapped to
/// statuses, and the aborted connection where a failure comes after the first byte.
@NullMarked
package io.sallyport.http;

import org.jspecify.annotations.NullMarked;
