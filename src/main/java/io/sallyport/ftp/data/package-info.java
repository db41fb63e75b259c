/// Data connections: the four modes, the order they are tried in, what is remembered of them, and
/// the connection itself.
@NullMarked
package io.sallyport.ftp.data;

import org.jspecify.annotations.NullMarked;
