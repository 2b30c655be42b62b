package dev.routeface.server.problem;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What an endpoint refuses for reasons of its own. What it shares with others, for it wants a key,
 * takes a body or has a name in its path, need not be said.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Refuses {
  /** Each of them. */
  Code[] value();
}
