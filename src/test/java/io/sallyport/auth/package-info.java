@NullMarked
package io.sallyport.auth;

import org.jspecify.annotations.NullMarked;
