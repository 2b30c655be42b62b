package dev.routeface.eval.protocol;

import dev.routeface.models.io.BadDataException;
import dev.routeface.models.io.Reason;
import dev.routeface.sdk.data.PathFaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The meta files of IJB-B and IJB-C in the form that the VGGFace2 and InsightFace authors pass
 * around. Fields stand between white space, or commas in CSV files, which have a heading:
 *
 * <pre>
 * ijbc_face_tid_mid.txt          image template media
 * ijbc_name_5pts_score.txt       image x1 y1 .. x5 y5 score      the same images in the same order
 * ijbc_template_pair_label.txt   template template label         1 for one person, 0 for two
 * ijbc_1N_gallery_G1.csv, _G2    template,subject                of IJB-B: _S1 and _S2
 * ijbc_1N_probe_mixed.csv        template,subject
 * </pre>
 *
 * <p>The five landmarks are not used: crops have to be aligned already.
 *
 * @param folder where the files lie
 * @param set {@code ijbb} or {@code ijbc}: what their names begin with
 */
public record IjbMeta(Path folder, String set) {
  private static final int LANDMARKS_AND_SCORE = 12;
  private static final String SPACE = "\\s+";

  /** Two templates and whether they show one person. */
  public record Pair(int first, int second, boolean same) {}

  /** A line and where it stands. */
  private record Line(Path file, int number, String text) {
    BadDataException wrong(String expected, Object found) {
      return new BadDataException(
          "%s line %d: expected %s, found %s".formatted(file, number, expected, found));
    }

    String[] fields(String between, int atLeast, int atMost, String form) {
      String[] fields = text.strip().split(between);
      if (fields.length < atLeast || fields.length > atMost) {
        throw wrong(form, '"' + text + '"');
      }
      return fields;
    }

    int whole(String field) {
      try {
        int number = Integer.parseInt(field.strip());
        if (number >= 0) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw wrong("a whole number", '"' + field + '"');
      }
      throw wrong("a whole number", '"' + field + '"');
    }

    double score(String field) {
      try {
        double score = Double.parseDouble(field);
        if (Double.isFinite(score)) {
          return score;
        }
      } catch (NumberFormatException e) {
        throw wrong("a score", '"' + field + '"');
      }
      throw wrong("a score", '"' + field + '"');
    }
  }

  /**
   * Images and templates.
   *
   * @param root folder of aligned crops by the images' names
   * @throws BadDataException naming file and line, if one is not of the form or an image is missing
   */
  public Templates templates(Path root, Templates.Fusion fusion) {
    Map<String, Double> scores = scores();
    List<String> names = List.copyOf(scores.keySet());
    List<Templates.Image> images = new ArrayList<>();
    Path file = file("face_tid_mid.txt");
    read(
        file,
        line -> {
          String name = images.size() < names.size() ? names.get(images.size()) : "no more";
          images.add(image(line, name, scores.getOrDefault(name, 0.0)));
        });
    if (images.size() != names.size()) {
      throw new BadDataException(
          "%s: expected the %d images of the score file, found %d"
              .formatted(file, names.size(), images.size()));
    }
    return new Templates(set, PathFaces.open(root, names), images, fusion);
  }

  /** In the order of the file. */
  private Map<String, Double> scores() {
    Map<String, Double> scores = new LinkedHashMap<>();
    read(
        file("name_5pts_score.txt"),
        line -> {
          String[] fields =
              line.fields(
                  SPACE, LANDMARKS_AND_SCORE, LANDMARKS_AND_SCORE, "image, 5 points and a score");
          if (scores.put(fields[0], line.score(fields[LANDMARKS_AND_SCORE - 1])) != null) {
            throw line.wrong("each image once", fields[0] + " again");
          }
        });
    return scores;
  }

  private static Templates.Image image(Line line, String name, double score) {
    String[] fields = line.fields(SPACE, 3, 3, "\"image template media\"");
    if (!fields[0].equals(name)) {
      throw line.wrong("the images of the score file in its order, here " + name, fields[0]);
    }
    return new Templates.Image(line.whole(fields[1]), line.whole(fields[2]), score);
  }

  /**
   * The comparisons of 1:1.
   *
   * @throws BadDataException naming file and line, if one is not of the form
   */
  public List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    read(file("template_pair_label.txt"), line -> pairs.add(pair(line)));
    return pairs;
  }

  private static Pair pair(Line line) {
    String[] fields = line.fields(SPACE, 3, 3, "\"template template label\"");
    if (!fields[2].equals("0") && !fields[2].equals("1")) {
      throw line.wrong("label 0 or 1", fields[2]);
    }
    return new Pair(line.whole(fields[0]), line.whole(fields[1]), fields[2].equals("1"));
  }

  /**
   * One of the two galleries of 1:N: template to subject.
   *
   * @param number 1 or 2
   */
  public Map<Integer, Integer> gallery(int number) {
    Path named = file("1N_gallery_G%d.csv".formatted(number));
    return subjects(Files.exists(named) ? named : file("1N_gallery_S%d.csv".formatted(number)));
  }

  /** The mixed probes of 1:N: template to subject. */
  public Map<Integer, Integer> probes() {
    return subjects(file("1N_probe_mixed.csv"));
  }

  private static Map<Integer, Integer> subjects(Path file) {
    Map<Integer, Integer> subjects = new LinkedHashMap<>();
    read(
        file,
        line -> {
          if (line.number() > 1) {
            addSubject(line, subjects);
          }
        });
    return subjects;
  }

  /** Some files have a line per image, so a template may come again, with its subject. */
  private static void addSubject(Line line, Map<Integer, Integer> subjects) {
    String[] fields = line.fields(",", 2, Integer.MAX_VALUE, "\"template,subject\"");
    int template = line.whole(fields[0]);
    int subject = line.whole(fields[1]);
    Integer other = subjects.putIfAbsent(template, subject);
    if (other != null && other != subject) {
      throw line.wrong("template %d of subject %d".formatted(template, other), subject);
    }
  }

  private static BadDataException unreadable(Path file, IOException e) {
    return new BadDataException(file + ": expected a readable meta file, found " + Reason.of(e), e);
  }

  private Path file(String rest) {
    return folder.resolve(set + "_" + rest);
  }

  /** Line by line, for there are 15 million pairs. */
  private static void read(Path file, Consumer<Line> reader) {
    int[] number = {0};
    try (Stream<String> lines = Files.lines(file)) {
      lines.forEachOrdered(text -> reader.accept(new Line(file, ++number[0], text)));
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (UncheckedIOException e) {
      throw unreadable(file, e.getCause());
    }
    if (number[0] == 0) {
      throw new BadDataException(file + ": expected lines, found an empty file");
    }
  }
}
