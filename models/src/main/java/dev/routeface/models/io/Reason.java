package dev.routeface.models.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be read, in words for the end of a message. */
public final class Reason {
  private Reason() {}

  /** The libraries' own texts repeat the path, name their classes and reach over several lines. */
  public static String of(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "no such file";
    } else if (failure instanceof AccessDeniedException) {
      return "a file that may not be read";
    } else if (failure instanceof CharacterCodingException) {
      return "bytes that are not UTF-8";
    } else if (failure instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    } else if (failure instanceof JsonProcessingException json) {
      return json.getOriginalMessage().replaceAll("(?s)\\s*\\(start marker at.*|\\n.*", "");
    }
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
