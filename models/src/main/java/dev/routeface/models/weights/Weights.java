package dev.routeface.models.weights;

import dev.routeface.models.net.Network;
import dev.routeface.models.net.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything a network learned.
 *
 * @param tensors by name, in a fixed order
 * @param metadata free texts that travel along, in a fixed order
 */
public record Weights(Map<String, Tensor> tensors, Map<String, String> metadata) {
  /** Differences that one message shows. */
  private static final int SHOWN = 8;

  public Weights {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tensors.forEach(Weights::needSameName);
  }

  /** Tensors in the given order, without metadata. */
  public static Weights of(List<Tensor> tensors) {
    return of(tensors, Map.of());
  }

  /**
   * Tensors in the given order.
   *
   * @throws IllegalArgumentException if two have the same name
   */
  public static Weights of(List<Tensor> tensors, Map<String, String> metadata) {
    Map<String, Tensor> byName = new LinkedHashMap<>();
    for (Tensor tensor : tensors) {
      if (byName.put(tensor.name(), tensor) != null) {
        throw new IllegalArgumentException(
            "expected tensors with different names, found " + tensor.name() + " twice");
      }
    }
    return new Weights(byName, metadata);
  }

  /**
   * The tensor of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("expected a tensor named " + name + ", found none");
    }
    return tensor;
  }

  /**
   * Checks that these are the arrays of {@code network}, no more and no fewer, in any order.
   *
   * @param where stands for the weights in the message: their file
   * @return these weights, in the order of the network
   * @throws BadWeightsException naming every difference, up to eight of them in full
   */
  public Weights fitting(Network network, String where) {
    return fitting(Parameter.of(network), SHOWN, where);
  }

  /**
   * As {@link #fitting(Network, String)}, for arrays under names of another program.
   *
   * @param shown how many differences one message shows
   */
  public Weights fitting(List<Parameter> expected, int shown, String where) {
    Map<String, Tensor> left = new LinkedHashMap<>(tensors);
    List<Tensor> fitting = new ArrayList<>();
    List<String> differences = new ArrayList<>();
    for (Parameter parameter : expected) {
      Tensor found = left.remove(parameter.name());
      if (found != null && found.shape().equals(parameter.shape())) {
        fitting.add(found);
      } else {
        Object shape = found == null ? "nothing" : found.shape();
        differences.add(difference(parameter.name(), parameter.shape(), shape));
      }
    }
    left.values().forEach(t -> differences.add(difference(t.name(), "nothing", t.shape())));
    if (!differences.isEmpty()) {
      throw new BadWeightsException(
          where + ": expected the network's arrays, " + all(differences, shown));
    }
    return of(fitting, metadata);
  }

  private static String difference(String name, Object expected, Object found) {
    return name + ": expected " + expected + ", found " + found;
  }

  private static String all(List<String> differences, int most) {
    int more = differences.size() - most;
    String shown = String.join("; ", differences.subList(0, Math.min(most, differences.size())));
    return "found "
        + differences.size()
        + " differences: "
        + shown
        + (more > 0 ? "; and " + more + " more" : "");
  }

  private static void needSameName(String name, Tensor tensor) {
    if (!name.equals(tensor.name())) {
      throw new IllegalArgumentException(
          "expected tensors filed under their names, found " + tensor.name() + " under " + name);
    }
  }
}
