@NullMarked
package io.sallyport.store;

import org.jspecify.annotations.NullMarked;
