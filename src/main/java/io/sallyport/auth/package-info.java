/// From HTTP credentials or a web session to the [io.sallyport.files.Login] of a backend.
@NullMarked
package io.sallyport.auth;

import org.jspecify.annotations.NullMarked;
