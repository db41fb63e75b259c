/// The FTP engine: [io.sallyport.ftp.FtpFiles] implements [io.sallyport.files.RemoteFiles] over
/// pooled sessions, data connections that find the mode that works, and listings read as a stream.
/// The only package that knows commons-net.
@NullMarked
package io.sallyport.ftp;

import org.jspecify.annotations.NullMarked;
