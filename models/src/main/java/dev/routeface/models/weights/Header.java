package dev.routeface.models.weights;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.BadRecipeException;
import dev.routeface.models.io.Fields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON part of a safetensors file: which numbers lie where.
 *
 * @param entries in the order of the JSON keys
 * @param metadata the texts under {@code __metadata__}
 */
record Header(List<Entry> entries, Map<String, String> metadata) {
  /** The one key that is not a tensor's name. */
  static final String METADATA = "__metadata__";

  /**
   * Where one tensor lies.
   *
   * @param begin first byte, counted from the end of the header
   * @param end byte after the last
   */
  record Entry(String name, Dtype dtype, List<Integer> shape, int begin, int end) {
    int elements() {
      return (end - begin) / dtype.bytes();
    }
  }

  /** Lays tensors out one behind the other. */
  static Header of(Weights weights) {
    List<Entry> entries = new ArrayList<>();
    int begin = 0;
    for (Tensor tensor : weights.tensors().values()) {
      long end = begin + (long) tensor.data().length * Dtype.F32.bytes();
      if (tensor.name().equals(METADATA) || end > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "expected a tensor's name and at most 2 GiB, found %s and %d bytes"
                .formatted(tensor.name(), end));
      }
      entries.add(new Entry(tensor.name(), Dtype.F32, tensor.shape(), begin, (int) end));
      begin = (int) end;
    }
    return new Header(entries, weights.metadata());
  }

  /** The JSON, in the key order of the reference implementation, without spaces. */
  String json() {
    ObjectNode json = Fields.object();
    if (!metadata.isEmpty()) {
      metadata.forEach(json.putObject(METADATA)::put);
    }
    for (Entry entry : entries) {
      ObjectNode tensor = json.putObject(entry.name()).put("dtype", entry.dtype().name());
      entry.shape().forEach(tensor.putArray("shape")::add);
      tensor.putArray("data_offsets").add(entry.begin()).add(entry.end());
    }
    return json.toString();
  }

  /**
   * Reads the JSON and checks that the tensors fill the rest of the file without gap or overlap.
   *
   * @param file stands in messages
   * @param dataBytes bytes of the file after the header
   */
  static Header parse(String file, String json, long dataBytes) {
    Header header;
    try {
      header = Fields.parse(file, json).read(Header::of);
    } catch (BadRecipeException e) {
      throw new BadWeightsException(e.getMessage(), e);
    }
    header.needContiguous(file, dataBytes);
    return header;
  }

  private static Header of(Fields fields) {
    List<Entry> entries = new ArrayList<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (String key : fields.keys()) {
      if (key.equals(METADATA)) {
        metadata.putAll(fields.object(key, Header::texts));
      } else if (key.isEmpty()) {
        throw fields.refuse(key, "a tensor's name", "an empty text");
      } else {
        entries.add(fields.object(key, tensor -> entry(key, tensor)));
      }
    }
    return new Header(entries, metadata);
  }

  private static Map<String, String> texts(Fields fields) {
    Map<String, String> texts = new LinkedHashMap<>();
    fields.keys().forEach(key -> texts.put(key, fields.text(key)));
    return texts;
  }

  private static Entry entry(String name, Fields fields) {
    Dtype dtype = Dtype.valueOf(fields.choice("dtype", "F32", "F16", "BF16", "F64", "I64"));
    List<Integer> shape = fields.integers("shape", 0, Integer.MAX_VALUE);
    List<Integer> offsets = fields.integers("data_offsets", 0, Integer.MAX_VALUE);
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw fields.refuse("data_offsets", "[begin, end]", offsets);
    }
    int bytes = offsets.get(1) - offsets.get(0);
    int elements = Tensor.elements(shape);
    if (elements < 0 || (long) elements * dtype.bytes() != bytes) {
      throw fields.refuse("data_offsets", "the bytes of " + dtype + " " + shape, bytes + " bytes");
    }
    return new Entry(name, dtype, shape, offsets.get(0), offsets.get(1));
  }

  private void needContiguous(String file, long dataBytes) {
    List<Entry> ordered = new ArrayList<>(entries);
    ordered.sort(Comparator.comparingInt(Entry::begin).thenComparingInt(Entry::end));
    int at = 0;
    for (Entry entry : ordered) {
      if (entry.begin() != at) {
        throw new BadWeightsException(
            "%s at $.%s.data_offsets: expected to begin at %d, where the tensor before ends, found %d"
                .formatted(file, entry.name(), at, entry.begin()));
      }
      at = entry.end();
    }
    if (at != dataBytes) {
      throw new BadWeightsException(
          "%s: expected %d bytes after the header, found %d".formatted(file, at, dataBytes));
    }
  }
}
