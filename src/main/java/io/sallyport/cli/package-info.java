/// The command line: `serve`, `doctor`, `check-config`.
@NullMarked
package io.sallyport.cli;

import org.jspecify.annotations.NullMarked;
