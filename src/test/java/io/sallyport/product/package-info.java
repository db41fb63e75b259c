@NullMarked
package io.sallyport.product;

import org.jspecify.annotations.NullMarked;
