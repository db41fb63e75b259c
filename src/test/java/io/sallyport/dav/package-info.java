@NullMarked
package io.sallyport.dav;

import org.jspecify.annotations.NullMarked;
