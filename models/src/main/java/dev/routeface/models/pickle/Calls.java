package dev.routeface.models.pickle;

import java.util.List;
import java.util.Optional;

/**
 * What a pickle of one kind may ask for besides plain data. A pickle is a program that may call any
 * function of the machine it is read on; here nothing is ever looked up or run, and whoever knows
 * what a kind of file needs does those few things itself. Empty means refused.
 */
public interface Calls {
  /** What stands for a name in Python; {@link Unpickler} refuses every other by that name. */
  Optional<Object> global(String module, String attribute);

  /** The result of calling what {@link #global} gave. */
  Optional<Object> call(Object function, List<?> arguments);

  /** Gives a value the state that was kept beside it; false if neither is of a known form. */
  boolean build(Object value, Object state);

  /** What an identifier stands for, where a file keeps something outside its pickle. */
  default Optional<Object> persistent(Object identifier) {
    return Optional.empty();
  }

  /** What is put wherever a value goes. */
  default Object settled(Object value) {
    return value;
  }
}
