package dev.routeface.models.foreign;

import dev.routeface.models.net.Architecture;
import dev.routeface.models.weights.BadWeightsException;
import dev.routeface.models.weights.Weights;

/** Our own names, in a file without its card: they do not tell which architecture they are of. */
record PlainNames() implements Dialect {
  @Override
  public String title() {
    return "a network of RouteFace";
  }

  @Override
  public boolean knows(String name) {
    return name.matches("(stem|stage\\d|expand|gdconv|project|head|embedding|classifier)\\..*");
  }

  @Override
  public Architecture architecture(Weights weights, String where) {
    throw new BadWeightsException(
        where
            + ": expected --architecture, which names of RouteFace do not tell by themselves,"
            + " found none");
  }

  @Override
  public String module(String node) {
    return node;
  }
}
