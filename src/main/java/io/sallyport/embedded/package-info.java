/// The embedded FTP server over a local folder: the default backend, reached through real FTP like
/// any other. The only package that knows Apache MINA FtpServer.
@NullMarked
package io.sallyport.embedded;

import org.jspecify.annotations.NullMarked;
