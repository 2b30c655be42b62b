package dev.routeface.sdk.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Reads an option of the form {@code --data NAME=PATH} into a map, each name once: the second of
 * two would otherwise replace the first without a word.
 */
public abstract class NamedValues<T> implements IParameterConsumer {
  /** {@code NAME=PATH}. */
  public static final class Paths extends NamedValues<Path> {
    @Override
    Path value(String text) {
      return Path.of(text);
    }
  }

  /** {@code KEY=VALUE}. */
  public static final class Texts extends NamedValues<String> {
    @Override
    String value(String text) {
      return text;
    }
  }

  private NamedValues() {}

  abstract T value(String text);

  @Override
  public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
    String word = words.isEmpty() ? "" : words.pop();
    int equals = word.indexOf('=');
    if (equals < 1 || equals + 1 == word.length()) {
      throw wrong(option, command, option.paramLabel(), word.isEmpty() ? "nothing" : word);
    }
    Map<String, T> known = option.getValue();
    Map<String, T> values = new LinkedHashMap<>(known == null ? Map.of() : known);
    String name = word.substring(0, equals);
    if (values.put(name, value(word.substring(equals + 1))) != null) {
      throw wrong(option, command, "every name once", name + " twice");
    }
    option.setValue(values);
  }

  private static ParameterException wrong(
      ArgSpec option, CommandSpec command, String expected, String found) {
    String name = ((OptionSpec) option).longestName();
    return new ParameterException(
        command.commandLine(), "%s: expected %s, found %s".formatted(name, expected, found));
  }
}
