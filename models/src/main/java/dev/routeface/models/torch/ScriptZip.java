package dev.routeface.models.torch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A TorchScript archive while it is written: a zip of members that are not compressed. */
final class ScriptZip implements AutoCloseable {
  /** Of the archive's layout. */
  static final String VERSION = "3\n";

  /** A pickled empty tuple. */
  static final String NO_CONSTANTS = "\u0080\u0002).";

  private final ZipOutputStream zip;

  ScriptZip(OutputStream out) {
    this.zip = new ZipOutputStream(out);
  }

  /** A member whose characters are bytes. */
  void text(String name, String content) throws IOException {
    member(name, content.getBytes(StandardCharsets.ISO_8859_1));
  }

  void member(String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry("net/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setTime(0); // equal networks give equal files
    entry.setSize(bytes.length);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  /** Ends the archive; the stream stays open. */
  @Override
  public void close() throws IOException {
    zip.finish();
  }
}
