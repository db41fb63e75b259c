/// The WebDAV door (RFC 4918): files for every HTTP client, drives for WebDAV clients. The only
/// package that knows Milton.
@NullMarked
package io.sallyport.dav;

import org.jspecify.annotations.NullMarked;
