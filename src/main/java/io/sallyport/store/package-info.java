/// What must outlive a request and a process: locks, dead properties, sessions, the journal of
/// uploads. The only package that knows JDBC.
@NullMarked
package io.sallyport.store;

import org.jspecify.annotations.NullMarked;
