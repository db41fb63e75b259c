/// One control connection: greeting, login, features, names; and the pool that lends logged-in
/// sessions.
@NullMarked
package io.sallyport.ftp.session;

import org.jspecify.annotations.NullMarked;
