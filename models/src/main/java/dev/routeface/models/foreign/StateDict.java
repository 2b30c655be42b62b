package dev.routeface.models.foreign;

import dev.routeface.models.weights.BadWeightsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a pickled object, found where people put them: the object itself, or one of its
 * entries beside epochs and optimizers.
 *
 * @param tensors by name
 * @param remarks what was opened and passed over
 */
record StateDict(Map<String, View> tensors, List<String> remarks) {
  /** What a network's state is called beside other things, the surest first. */
  private static final List<String> WRAPPERS =
      List.of("state_dict", "state_dict_backbone", "model_state_dict", "backbone", "model", "net");

  static StateDict of(String where, Object root) {
    if (!(root instanceof Map<?, ?> map)) {
      throw bad(where, "another object");
    }
    List<String> remarks = new ArrayList<>();
    Map<?, ?> state = holdsTensors(map) ? map : opened(where, map, remarks);
    Map<String, View> tensors = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : state.entrySet()) {
      if (entry.getValue() instanceof View view && entry.getKey() instanceof String name) {
        tensors.put(requireName(where, name), view);
      } else {
        remarks.add("no tensor and left out: " + shown(entry.getKey()));
      }
    }
    return new StateDict(tensors, remarks);
  }

  private static boolean holdsTensors(Map<?, ?> map) {
    return map.values().stream().anyMatch(View.class::isInstance);
  }

  private static Map<?, ?> opened(String where, Map<?, ?> map, List<String> remarks) {
    for (String key : WRAPPERS) {
      if (map.get(key) instanceof Map<?, ?> inner && holdsTensors(inner)) {
        remarks.add("opened: " + key + " of " + keys(map));
        return inner;
      }
    }
    throw bad(where, map.isEmpty() ? "an empty dictionary" : "a dictionary of " + keys(map));
  }

  private static BadWeightsException bad(String where, String found) {
    return new BadWeightsException(
        "%s: expected tensors by name, or under one of %s; found %s"
            .formatted(where, String.join(", ", WRAPPERS), found));
  }

  private static String requireName(String where, String name) {
    if (name.isEmpty() || !name.equals(shown(name))) {
      throw bad(where, "the name \"" + shown(name) + '"');
    }
    return name;
  }

  /** At most eight, since a stranger chose them. */
  private static String keys(Map<?, ?> map) {
    List<String> first = map.keySet().stream().limit(8).map(StateDict::shown).toList();
    return String.join(", ", first) + (map.size() > first.size() ? ", ..." : "");
  }

  /** Keys are texts or numbers. */
  private static String shown(Object key) {
    String plain = String.valueOf(key).replaceAll("\\p{Cntrl}", "?");
    return plain.length() > 200 ? plain.substring(0, 197) + "..." : plain;
  }
}
