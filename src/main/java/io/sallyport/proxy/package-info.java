/// The door for the classic FTP-over-HTTP proxy: requests whose target is an `ftp://` URL in
/// absolute form.
@NullMarked
package io.sallyport.proxy;

import org.jspecify.annotations.NullMarked;
