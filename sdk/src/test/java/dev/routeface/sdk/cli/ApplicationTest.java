package dev.routeface.sdk.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplicationTest {
  @ParameterizedTest
  @CsvSource({
    "/home/ada/runs/guide, guide",
    "/home/ada/runs/guide/, guide",
    "/home/ada/runs/guide/., guide",
    "~/runs/guide, guide",
    "../runs/guide, guide",
    "train=/home/ada/faces/train.list, train=train.list",
    "--data=train=/home/ada/faces/, --data=train=faces",
    "--out=/home/ada/runs/guide, --out=guide",
    "train=~/faces, train=faces",
    "train=../../faces, train=faces",
    "runs/guide, runs/guide",
    "training.seed=2, training.seed=2",
    "--far, --far",
    "1e-3, 1e-3",
    "/, /",
    "~, ~",
    "..,.."
  })
  void keepsNoFolderOfThisMachine(String argument, String kept) {
    assertEquals("routeface distill " + kept, Application.command(List.of("distill", argument)));
  }
}
