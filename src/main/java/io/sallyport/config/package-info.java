/// What can be configured, as records, and the reading of it from a YAML file, the environment and
/// the command line. A record that exists is valid: its constructor refuses what makes no sense.
@NullMarked
package io.sallyport.config;

import org.jspecify.annotations.NullMarked;
