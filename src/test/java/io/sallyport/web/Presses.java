package io.sallyport.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The keys of the application's own list that a test presses and looks at the effect of, each as
/// that list spells it: `F2`, `Mod+a`.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Presses {

  /// The keys.
  String[] value();
}
