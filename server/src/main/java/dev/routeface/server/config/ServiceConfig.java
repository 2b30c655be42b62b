package dev.routeface.server.config;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Fields;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a service is set up. Paths are relative to the folder that the process was started in.
 *
 * @param compreface absent where CompreFace's endpoints are not served
 */
public record ServiceConfig(
    Models models, Store store, Door door, Limits limits, Optional<CompreFace> compreface) {
  /**
   * What is served.
   *
   * @param model a run, a model folder or an ONNX file; empty for one that ships
   * @param certificate the model's certificate.json; empty for the one beside the model, if any
   * @param detector folder or file of a face detector; empty for none
   * @param previous folders of models that enrolled before, and whose enrolments the certificate
   *     allows to search
   * @param qualityFloor score of a face's quality below which it is not enrolled, 0 to 1
   */
  public record Models(
      Optional<Path> model,
      Optional<Path> certificate,
      Optional<Path> detector,
      List<Path> previous,
      double qualityFloor) {
    /** The floor that is used unless somebody states another. */
    public static final double USUAL_FLOOR = 0.25;

    public Models {
      previous = List.copyOf(previous);
    }

    static Models of(Fields fields) {
      return new Models(
          path(fields, "model"),
          path(fields, "certificate"),
          path(fields, "detector"),
          or(fields, "previous", fields::texts, List.<String>of()).stream().map(Path::of).toList(),
          or(fields, "quality_floor", key -> fields.number(key, 0, 1), USUAL_FLOOR));
    }
  }

  /**
   * Where everything is kept.
   *
   * @param data folder of the keys, and of the gallery unless that has an address
   * @param gallery address of a gallery past one machine; empty for the one in the folder
   */
  public record Store(Path data, Optional<String> gallery) {
    static Store of(Fields fields) {
      return new Store(
          path(fields, "data").orElse(Path.of("routeface-data")),
          optional(
              fields,
              "gallery",
              key ->
                  fields.matching(
                      key,
                      "[a-z]+://.+",
                      "an address, cassandra://HOST/KEYSPACE?datacenter=NAME")));
    }
  }

  /**
   * Where callers come in.
   *
   * @param host address to listen on; the machine's own unless said otherwise
   * @param port 0 for any that is free
   * @param tls absent where something in front does it
   * @param docs whether the pages for people are served: the one at {@code /} and Swagger's
   */
  public record Door(String host, int port, Optional<Tls> tls, boolean docs) {
    static Door of(Fields fields) {
      return new Door(
          or(fields, "host", key -> fields.matching(key, "\\S+", "an address"), "127.0.0.1"),
          or(fields, "port", key -> fields.integer(key, 0, 65535), 8080),
          optional(fields, "tls", key -> fields.object(key, Tls::of)),
          or(fields, "docs", fields::flag, true));
    }

    /**
     * Where the host is.
     *
     * @throws BadDataException if there is none of that name
     */
    public InetAddress address() {
      try {
        return InetAddress.getByName(host);
      } catch (UnknownHostException e) {
        throw new BadDataException(
            host + ": expected an address to listen on, found no such host", e);
      }
    }
  }

  /**
   * The service's own certificate.
   *
   * @param certificate PEM, the chain
   * @param key PEM, PKCS 8, not encrypted
   */
  public record Tls(Path certificate, Path key) {
    static Tls of(Fields fields) {
      return new Tls(file(fields, "certificate"), file(fields, "key"));
    }
  }

  /**
   * What one request, one key and the whole service may take.
   *
   * @param bodyMib of one request, in MiB
   * @param connections that are open at a time, idle ones included
   * @param inFlight requests at a time, over all keys
   * @param requestsPerSecond of one key, unless the key says otherwise
   * @param concurrent requests at a time of one key, unless the key says otherwise
   */
  public record Limits(
      int bodyMib, int connections, int inFlight, double requestsPerSecond, int concurrent) {
    /** Where nothing is said. */
    public static final Limits DEFAULT = new Limits(64, 2048, 256, 200, 64);

    static Limits of(Fields fields) {
      return new Limits(
          or(fields, "body_mib", key -> fields.integer(key, 1, 1024), DEFAULT.bodyMib),
          or(fields, "connections", key -> fields.integer(key, 1, 1 << 20), DEFAULT.connections),
          or(fields, "in_flight", key -> fields.integer(key, 1, 65536), DEFAULT.inFlight),
          or(
              fields,
              "requests_per_second",
              key -> fields.number(key, 0.01, 1e6),
              DEFAULT.requestsPerSecond),
          or(fields, "concurrent", key -> fields.integer(key, 1, 65536), DEFAULT.concurrent));
    }
  }

  /**
   * That clients of CompreFace are served too.
   *
   * @param consent written to everybody whom they enrol, for they send none of their own
   * @param collection which they work on; made when it is first needed
   * @param threshold the cosine that they are shown as a similarity of 0.5; empty for the one of
   *     the model's certificate
   */
  public record CompreFace(String consent, String collection, Optional<Double> threshold) {
    static CompreFace of(Fields fields) {
      return new CompreFace(
          fields.matching("consent", "(?s).*\\S.*", "a reference to a consent"),
          or(
              fields,
              "collection",
              key ->
                  fields.matching(
                      key,
                      "(?!\\.{1,2}$)[A-Za-z0-9._-]{1,64}",
                      "1 to 64 letters, digits and ._-, not dots alone"),
              "compreface"),
          optional(fields, "threshold", key -> fields.number(key, -0.99, 0.99)));
    }
  }

  /** Reads the whole; every key may be left out. */
  static ServiceConfig of(Fields fields) {
    return new ServiceConfig(
        Models.of(fields),
        Store.of(fields),
        Door.of(fields),
        optional(fields, "limits", key -> fields.object(key, Limits::of)).orElse(Limits.DEFAULT),
        optional(fields, "compreface", key -> fields.object(key, CompreFace::of)));
  }

  /** Folder of the keys, and of the gallery unless that has an address. */
  public Path data() {
    return store.data();
  }

  private static Optional<Path> path(Fields fields, String key) {
    return optional(fields, key, known -> file(fields, known));
  }

  /** An empty one, as of a variable that is not set, would be the folder one stands in. */
  private static Path file(Fields fields, String key) {
    return Path.of(fields.matching(key, "(?s).*\\S.*", "a path"));
  }

  private static <T> Optional<T> optional(Fields fields, String key, Function<String, T> reader) {
    return fields.has(key) ? Optional.of(reader.apply(key)) : Optional.empty();
  }

  private static <T> T or(Fields fields, String key, Function<String, T> reader, T absent) {
    return optional(fields, key, reader).orElse(absent);
  }
}
