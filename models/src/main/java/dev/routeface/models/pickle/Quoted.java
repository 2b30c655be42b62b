package dev.routeface.models.pickle;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Texts of protocol 0: Python literals on a line of their own. */
final class Quoted {
  private Quoted() {}

  /** A Python 2 string literal in single or double quotes, as {@code repr} writes it. */
  static byte[] bytes(Bytes in) {
    String line = in.line();
    int last = line.length() - 1;
    boolean quoted = last > 0 && line.charAt(0) == line.charAt(last);
    if (!quoted || (line.charAt(0) != '\'' && line.charAt(0) != '"')) {
      throw in.wrong("a quoted string before it", "none");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int at = 1;
    while (at < last) {
      boolean escape = line.charAt(at) == '\\';
      bytes.write(escape ? escaped(in, line, at + 1) : line.charAt(at));
      at += !escape ? 1 : line.charAt(at + 1) == 'x' ? 4 : 2;
    }
    return bytes.toByteArray();
  }

  private static int escaped(Bytes in, String line, int at) {
    return switch (line.charAt(at)) {
      case 'x' -> hex(in, line, at + 1, 2);
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '\\', '\'', '"' -> line.charAt(at);
      default -> throw in.wrong("an escape that repr writes", "\\" + line.charAt(at));
    };
  }

  /** A text as raw-unicode-escape: Latin-1, with <code>&#92;uXXXX</code> for the rest. */
  static String text(Bytes in) {
    String line = in.line();
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < line.length()) {
      boolean escape = line.startsWith("\\u", at);
      text.append(escape ? (char) hex(in, line, at + 2, 4) : line.charAt(at));
      at += escape ? 6 : 1;
    }
    return text.toString();
  }

  private static int hex(Bytes in, String line, int at, int digits) {
    try {
      return HexFormat.fromHexDigits(line, at, at + digits);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw in.wrong(digits + " hexadecimal digits in the text before it", "others");
    }
  }
}
