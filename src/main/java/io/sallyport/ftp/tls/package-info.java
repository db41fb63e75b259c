/// TLS on control and data connections (RFC 4217): who is trusted, which version is spoken, and
/// sessions of the control connection resumed on its data connections, which is how most servers
/// tell that both belong to the same client.
@NullMarked
package io.sallyport.ftp.tls;

import org.jspecify.annotations.NullMarked;
