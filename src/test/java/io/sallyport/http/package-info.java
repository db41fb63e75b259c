@NullMarked
package io.sallyport.http;

import org.jspecify.annotations.NullMarked;
