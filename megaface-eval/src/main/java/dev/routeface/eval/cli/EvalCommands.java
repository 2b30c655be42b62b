package dev.routeface.eval.cli;

import dev.routeface.sdk.cli.CommandPart;
import java.util.List;

/** The commands of this module. */
public final class EvalCommands implements CommandPart {
  @Override
  public List<Placed> commands() {
    Inputs inputs = new SdkInputs();
    return List.of(
        new Placed("", new DemoCommand()),
        new Placed("", new StudyCommand()),
        new Placed("route", new RouteShowCommand()),
        new Placed("", new EmbedCommand()),
        new Placed("", new EvaluateGroup()),
        new Placed("evaluate", new OpenSetCommand(inputs)),
        new Placed("evaluate", new PairsCommand(inputs)),
        new Placed("evaluate", new IdentificationCommand(inputs)),
        new Placed("evaluate", new GroupsCommand(inputs)),
        new Placed("evaluate", new IjbCommand(inputs)),
        new Placed("evaluate", new MegaFaceCommand(inputs)),
        new Placed("evaluate", new BuildProtocolCommand(inputs)),
        new Placed("evaluate", new CompareCommand()),
        new Placed("", new CertifyCommand(inputs)),
        new Placed("certify", new CertifyVerifyCommand()),
        new Placed("", new MegaFaceGroup()),
        new Placed("megaface", new PackCommand()),
        new Placed("megaface", new UnpackCommand()),
        new Placed("bench", new BenchRankCommand()),
        new Placed("bench", new BenchSearchCommand()),
        new Placed("bench", new BenchMegaFaceCommand()));
  }
}
