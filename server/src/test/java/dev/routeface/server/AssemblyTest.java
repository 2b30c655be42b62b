package dev.routeface.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.routeface.sdk.cli.RouteFace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The modules, put together: all commands are found, and none of them meets the wrong neighbour.
 */
class AssemblyTest {
  private static final int WIDEST = 100;

  @TempDir Path cache;

  @Test
  void findsTheCommandsOfAllModules() {
    Map<String, CommandLine> commands = RouteFace.commandLine().getSubcommands();
    Set<String> expected =
        Set.of("demo", "data", "train-teacher", "distill", "evaluate", "study", "version");
    assertTrue(commands.keySet().containsAll(expected), commands.keySet().toString());
    assertEquals(
        Set.of(
            "openset",
            "pairs",
            "identification",
            "groups",
            "ijb",
            "megaface",
            "build-protocol",
            "compare"),
        commands.get("evaluate").getSubcommands().keySet());
    assertEquals(Set.of("pack", "unpack"), commands.get("megaface").getSubcommands().keySet());
    assertEquals(
        Set.of("synth", "inspect", "split"), commands.get("data").getSubcommands().keySet());
  }

  @Test
  void everyCommandHelpsWithAnExampleThatFitsTheScreen() {
    for (List<String> path : paths(RouteFace.commandLine(), List.of())) {
      List<String> arguments = new ArrayList<>(path);
      arguments.add("--help");
      Commands.Result result = Commands.run(cache, arguments);
      String name = String.join(" ", path);
      assertEquals(0, result.code(), name);
      assertEquals("", result.err(), name);
      assertTrue(result.out().startsWith("Usage: routeface " + name), result.out());
      assertTrue(result.out().contains("Example"), name + ": an example");
      result.out().lines().forEach(line -> assertTrue(line.length() <= WIDEST, name + ": " + line));
      // A longer line would be broken where nobody can copy it.
      for (String line : footer(path)) {
        assertTrue(line.length() < WIDEST, name + ": " + line);
      }
    }
  }

  private static String[] footer(List<String> path) {
    CommandLine command = RouteFace.commandLine();
    for (String name : path) {
      command = command.getSubcommands().get(name);
    }
    return command.getCommandSpec().usageMessage().footer();
  }

  @Test
  void aGroupWithoutItsCommandShowsItsHelp() {
    for (List<String> group : List.of(List.<String>of(), List.of("data"), List.of("evaluate"))) {
      Commands.Result result = Commands.run(cache, group);
      assertEquals(2, result.code(), group.toString());
      assertTrue(
          result.err().startsWith(("Usage: routeface " + String.join(" ", group)).strip()),
          result.err());
    }
  }

  @Test
  void serverAndJudgesDoNotKnowEachOther() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.routeface");
    assertTrue(classes.containPackage("dev.routeface.eval"), "the judges are on the class path");
    noClasses()
        .that()
        .resideInAPackage("dev.routeface.server..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.routeface.eval..")
        .allowEmptyShould(true)
        .check(classes);
    noClasses()
        .that()
        .resideInAPackage("dev.routeface.eval..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.routeface.server..")
        .check(classes);
  }

  /** Every command below the root, as the words that call it. */
  private static Set<List<String>> paths(CommandLine parent, List<String> path) {
    Set<List<String>> paths = new LinkedHashSet<>();
    for (String name : new TreeSet<>(parent.getSubcommands().keySet())) {
      List<String> longer = new ArrayList<>(path);
      longer.add(name);
      paths.add(longer);
      paths.addAll(paths(parent.getSubcommands().get(name), longer));
    }
    return paths;
  }
}
