package dev.routeface.server.cassandra;

import java.util.ArrayList;
import java.util.List;

/** Collects the writes of one change. */
final class Effects {
  private final Cql cql;
  private final long sequence;
  private final List<Effect> list = new ArrayList<>();

  /**
   * @param sequence of the change's audit entry
   */
  Effects(Cql cql, long sequence) {
    this.cql = cql;
    this.sequence = sequence;
  }

  Effects add(Verb verb, Object... values) {
    return addFaces(verb, 0, values);
  }

  /** For the table of all faces of a dimension. */
  Effects addFaces(Verb verb, int dimension, Object... values) {
    Object[] all = new Object[values.length + 1];
    System.arraycopy(values, 0, all, verb.deletes() ? 1 : 0, values.length);
    all[verb.deletes() ? 0 : values.length] = sequence;
    list.add(new Effect(verb, dimension, cql.bind(verb.cql(dimension), all).getValues()));
    return this;
  }

  long sequence() {
    return sequence;
  }

  List<Effect> list() {
    return List.copyOf(list);
  }
}
