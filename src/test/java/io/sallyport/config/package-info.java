@NullMarked
package io.sallyport.config;

import org.jspecify.annotations.NullMarked;
