package dev.routeface.sdk.cli;

import dev.routeface.models.torch.TorchEngine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** Prints versions of the product and of what it runs on. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description = "Prints the version of RouteFace, of Java and of the engine.",
    footer = {"", "Example:", "  routeface version"})
final class VersionCommand implements Runnable {
  @Override
  public void run() {
    for (String line : new Provider().getVersion()) {
      System.out.println(line);
    }
  }

  static final class Provider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "RouteFace " + RouteFace.class.getPackage().getImplementationVersion(),
        "revision " + System.getProperty("routeface.revision", "unknown"),
        "Java " + Runtime.version() + ", " + System.getProperty("os.arch"),
        TorchEngine.version() + ", " + TorchEngine.threads() + " threads",
      };
    }
  }
}
