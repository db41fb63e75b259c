/// What is counted and timed.
@NullMarked
package io.sallyport.metrics;

import org.jspecify.annotations.NullMarked;
