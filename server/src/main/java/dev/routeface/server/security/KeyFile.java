package dev.routeface.server.security;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.routeface.models.io.DurableFile;
import dev.routeface.models.io.Fields;
import dev.routeface.models.io.PrivateFile;
import dev.routeface.models.io.Reason;
import dev.routeface.models.io.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys of a service, one JSON file in its data folder. The command line and a running service
 * may both change it: writers hold a lock beside it, readers see a file that is whole, and a
 * service takes up what changed with the next request.
 *
 * <p>A key is {@code rf_ID_SECRET}: eight hexadecimal digits to find it by, and 256 random bits.
 */
public final class KeyFile {
  private static final String FORMAT = "routeface-keys-1";
  private static final Pattern KEY = Pattern.compile("rf_([0-9a-f]{8})_[A-Za-z0-9_-]{43}");
  private static final String NOBODY = "0".repeat(64);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path file;
  private volatile Seen seen = new Seen(FileTime.fromMillis(0), -1, List.of());

  /** What was read, and of which file. */
  private record Seen(FileTime time, long size, List<ApiKey> keys) {}

  /**
   * A new key.
   *
   * @param secret the key as its owner needs it; kept nowhere
   */
  public record Issued(ApiKey key, String secret) {}

  /**
   * What a new key shall be.
   *
   * @param name 1 to 100 characters, none of them a control character
   * @param limits empty for the service's
   */
  public record Wanted(String name, Set<Scope> scopes, Optional<ApiKey.KeyLimits> limits) {
    /** What a name matches. */
    public static final String NAME = "[^\\p{Cntrl}]{1,100}";

    public static final String NAME_IN_WORDS = "1 to 100 characters, none a control character";

    public Wanted {
      if (!name.matches(NAME)) {
        throw new IllegalArgumentException("name: expected " + NAME_IN_WORDS);
      }
    }
  }

  /**
   * @param data the service's folder; the file need not be there yet
   */
  public KeyFile(Path data) {
    this.file = data.resolve("keys.json");
  }

  /** All keys, revoked ones included, oldest first. */
  public List<ApiKey> list() {
    return refreshed().keys();
  }

  /** Makes a key. */
  public Issued issue(Wanted wanted) {
    byte[] random = new byte[36];
    RANDOM.nextBytes(random);
    String id = HexFormat.of().formatHex(random, 32, 36);
    String secret =
        "rf_%s_%s"
            .formatted(
                id,
                Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(java.util.Arrays.copyOf(random, 32)));
    ApiKey key =
        new ApiKey(
            id,
            wanted.name(),
            Sha256.ofText(secret),
            wanted.scopes(),
            wanted.limits(),
            Instant.now(),
            Optional.empty());
    change(
        keys -> {
          List<ApiKey> longer = new ArrayList<>(keys);
          longer.add(key);
          return longer;
        });
    return new Issued(key, secret);
  }

  /** Ends a key for good; one that was revoked before stays as it was. Empty if there is none. */
  public Optional<ApiKey> revoke(String id) {
    return revoke(id, left -> {});
  }

  /** As {@link #revoke(String)}, unless {@code check} throws at the keys as they would be then. */
  public Optional<ApiKey> revoke(String id, Consumer<List<ApiKey>> check) {
    Instant now = Instant.now();
    List<ApiKey> changed =
        change(
            keys -> {
              List<ApiKey> left =
                  keys.stream()
                      .map(key -> key.id().equals(id) && key.usable() ? key.revokedAt(now) : key)
                      .toList();
              check.accept(left);
              return left;
            });
    return changed.stream().filter(key -> key.id().equals(id)).findFirst();
  }

  /** The usable key that somebody showed; takes as long for one that is almost right. */
  public Optional<ApiKey> find(String shown) {
    Matcher form = KEY.matcher(shown);
    if (!form.matches()) {
      return Optional.empty();
    }
    Optional<ApiKey> candidate =
        list().stream().filter(key -> key.id().equals(form.group(1))).findFirst();
    boolean same =
        MessageDigest.isEqual(
            bytes(Sha256.ofText(shown)), bytes(candidate.map(ApiKey::sha256).orElse(NOBODY)));
    return candidate.filter(key -> same && key.usable());
  }

  private static byte[] bytes(String digest) {
    return digest.getBytes(StandardCharsets.US_ASCII);
  }

  private Seen refreshed() {
    Seen before = seen;
    try {
      if (!Files.exists(file)) {
        return new Seen(FileTime.fromMillis(0), -1, List.of());
      }
      FileTime time = Files.getLastModifiedTime(file);
      long size = Files.size(file);
      if (!time.equals(before.time()) || size != before.size()) {
        seen = new Seen(time, size, read());
      }
      return seen;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private List<ApiKey> read() {
    return Fields.open(file)
        .read(
            fields -> {
              fields.choice("format", FORMAT);
              return fields.objects("keys", ApiKey::of);
            });
  }

  private List<ApiKey> change(UnaryOperator<List<ApiKey>> change) {
    try {
      PrivateFile.folders(file.toAbsolutePath().getParent());
      Path lockFile = file.resolveSibling("keys.lock");
      PrivateFile.ensure(lockFile);
      synchronized (KeyFile.class) { // a file lock is one per process
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
            FileLock lock = channel.lock()) {
          List<ApiKey> changed =
              change.apply(lock.isValid() && Files.exists(file) ? read() : List.of());
          write(changed);
          return changed;
        }
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private void write(List<ApiKey> keys) {
    ObjectNode json = Fields.object().put("format", FORMAT);
    json.putArray("keys");
    keys.forEach(key -> json.withArray("keys").add(key.toJson()));
    DurableFile.writePrivateText(file, Fields.text(json));
  }

  private UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException(file + ": cannot be read or written: " + Reason.of(e), e);
  }
}
