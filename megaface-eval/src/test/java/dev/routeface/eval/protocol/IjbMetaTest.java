package dev.routeface.eval.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.routeface.models.io.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class IjbMetaTest {
  private static final Templates.Fusion N1_D1 = new Templates.Fusion(true, true);
  private static final String POINTS = " 1.5 2 3 4 5 6 7 8 9 10 ";

  @TempDir Path folder;
  private IjbMeta meta;

  @BeforeEach
  void writeFiles() throws IOException {
    meta = new IjbMeta(folder, "ijbc");
    write("name_5pts_score.txt", "1.jpg" + POINTS + "0.75\n2.jpg" + POINTS + "1\n");
    write("face_tid_mid.txt", "1.jpg 7 70\n2.jpg 8 80\n");
    write("template_pair_label.txt", "7 8 0\n7 7 1\n");
    write("1N_gallery_G1.csv", "TEMPLATE_ID,SUBJECT_ID\n7,1\n7,1\n");
    write("1N_probe_mixed.csv", "TEMPLATE_ID,SUBJECT_ID,FILENAME\n8, 1,img/2.jpg\n");
    Files.writeString(folder.resolve("1.jpg"), "one");
    Files.writeString(folder.resolve("2.jpg"), "two");
  }

  private void write(String rest, String text) throws IOException {
    Files.writeString(folder.resolve("ijbc_" + rest), text);
  }

  private String refusal(Executable reading) {
    return assertThrows(BadDataException.class, reading)
        .getMessage()
        .replace(folder + "/", "")
        .replace(folder.toString(), "ROOT");
  }

  private String templates() {
    return refusal(() -> meta.templates(folder, N1_D1));
  }

  @Test
  void readsImagesPairsAndSubjects() throws IOException {
    assertEquals(
        List.of(new Templates.Image(7, 70, 0.75), new Templates.Image(8, 80, 1)),
        meta.templates(folder, N1_D1).images());
    assertEquals(
        List.of(new IjbMeta.Pair(7, 8, false), new IjbMeta.Pair(7, 7, true)), meta.pairs());
    assertEquals(Map.of(7, 1), meta.gallery(1));
    assertEquals(Map.of(8, 1), meta.probes());
    write("1N_gallery_S2.csv", "TEMPLATE_ID,SUBJECT_ID\n9,2\n");
    assertEquals(Map.of(9, 2), meta.gallery(2));
  }

  @Test
  void namesTheLineThatIsWrongInTheImages() throws IOException {
    write("face_tid_mid.txt", "1.jpg 7 70\n3.jpg 8 80\n");
    assertEquals(
        "ijbc_face_tid_mid.txt line 2: expected the images of the score file in its order, here"
            + " 2.jpg, found 3.jpg",
        templates());
    write("face_tid_mid.txt", "1.jpg 7 70\n2.jpg 8 80\n3.jpg 9 90\n");
    assertEquals(
        "ijbc_face_tid_mid.txt line 3: expected the images of the score file in its order, here"
            + " no more, found 3.jpg",
        templates());
    write("face_tid_mid.txt", "1.jpg 7 70\n");
    assertEquals(
        "ijbc_face_tid_mid.txt: expected the 2 images of the score file, found 1", templates());
    write("face_tid_mid.txt", "1.jpg 7\n");
    assertEquals(
        "ijbc_face_tid_mid.txt line 1: expected \"image template media\", found \"1.jpg 7\"",
        templates());
    write("face_tid_mid.txt", "1.jpg seven 70\n");
    assertEquals(
        "ijbc_face_tid_mid.txt line 1: expected a whole number, found \"seven\"", templates());
    write("face_tid_mid.txt", "1.jpg 7 -70\n");
    assertEquals(
        "ijbc_face_tid_mid.txt line 1: expected a whole number, found \"-70\"", templates());
  }

  @Test
  void namesTheLineThatIsWrongInTheScores() throws IOException {
    write("name_5pts_score.txt", "1.jpg" + POINTS + "high\n");
    assertEquals("ijbc_name_5pts_score.txt line 1: expected a score, found \"high\"", templates());
    write("name_5pts_score.txt", "1.jpg" + POINTS + "NaN\n");
    assertEquals("ijbc_name_5pts_score.txt line 1: expected a score, found \"NaN\"", templates());
    write("name_5pts_score.txt", "1.jpg 1 2 0.9\n");
    assertEquals(
        "ijbc_name_5pts_score.txt line 1: expected image, 5 points and a score, found"
            + " \"1.jpg 1 2 0.9\"",
        templates());
    write("name_5pts_score.txt", ("1.jpg" + POINTS + "1\n").repeat(2));
    assertEquals(
        "ijbc_name_5pts_score.txt line 2: expected each image once, found 1.jpg again",
        templates());
    write("name_5pts_score.txt", "");
    assertEquals("ijbc_name_5pts_score.txt: expected lines, found an empty file", templates());
  }

  @Test
  void namesTheLineThatIsWrongInPairsAndSubjects() throws IOException {
    write("template_pair_label.txt", "7 8 0\n7 8 2\n");
    assertEquals(
        "ijbc_template_pair_label.txt line 2: expected label 0 or 1, found 2",
        refusal(() -> meta.pairs()));
    write("1N_gallery_G1.csv", "T,S\n7,1\n7,2\n");
    assertEquals(
        "ijbc_1N_gallery_G1.csv line 3: expected template 7 of subject 1, found 2",
        refusal(() -> meta.gallery(1)));
    write("1N_gallery_G1.csv", "T,S\n7\n");
    assertEquals(
        "ijbc_1N_gallery_G1.csv line 2: expected \"template,subject\", found \"7\"",
        refusal(() -> meta.gallery(1)));
  }

  @Test
  void namesFilesThatAreMissing() throws IOException {
    assertEquals(
        "ijbc_1N_gallery_S2.csv: expected a readable meta file, found no such file",
        refusal(() -> meta.gallery(2)));
    Files.delete(folder.resolve("2.jpg"));
    assertEquals("ROOT: expected an image for each of 2 names, 1 is missing: 2.jpg", templates());
  }
}
