package dev.routeface.server.pipeline;

import dev.routeface.models.card.Preparation;
import dev.routeface.sdk.embed.Embedder;
import dev.routeface.sdk.embed.Embeddings;
import dev.routeface.sdk.embed.Flip;
import dev.routeface.sdk.image.FaceDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Workers read pictures, one thread feeds the engine, one door bounds both.
 *
 * <p>Answers are given by the pipeline's own threads: what depends on them must be quick, or move
 * to threads of its own.
 */
public final class EmbeddingPipeline implements FacePipeline {
  private final Embedder embedder;
  private final Optional<FaceDetector> detector;
  private final PipelineSettings settings;
  private final QualityMeter meter;
  private final FaceReader reader;
  private final Admission door;
  private final Batcher batcher;
  private final ThreadPoolExecutor workers;
  private final ThreadPoolExecutor answers;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Takes embedder and detector over, and asks the embedder once, so that the first request finds
   * it ready.
   */
  public EmbeddingPipeline(
      Embedder embedder,
      Optional<FaceDetector> detector,
      PipelineSettings settings,
      StageListener listener) {
    this.embedder = embedder;
    this.detector = detector;
    this.settings = settings;
    this.meter = new QualityMeter(settings.norms());
    embedder.raw(new float[embedder.preparation().length()], 1);
    this.reader =
        new FaceReader(
            settings.intake().limits(), embedder.preparation().size(), detector, meter, listener);
    this.door = new Admission(settings.intake().pictures(), settings.intake().bytes());
    int side = embedder.sideBySide() ? settings.intake().workers() : 1;
    this.batcher = new Batcher(embedder, settings.batching(), side, listener);
    this.workers = pool("face-reader", settings.intake().workers());
    this.answers = pool("face-answer", 1);
  }

  /** The queue needs no bound of its own: the door has one. */
  private static ThreadPoolExecutor pool(String name, int threads) {
    return new ThreadPoolExecutor(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        work -> {
          Thread thread = new Thread(work, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  @Override
  public CompletableFuture<List<Outcome>> submit(List<Picture> pictures, Task task) {
    long bytes = pictures.stream().mapToLong(picture -> picture.encoded().length).sum();
    door.enter(pictures.size(), bytes);
    if (task.embed()) {
      batcher.expect(pictures.size());
    }
    List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
    for (Picture picture : pictures) {
      PictureJob job = new PictureJob(this, picture, task);
      workers.execute(job);
      outcomes.add(job.outcome());
    }
    return all(outcomes);
  }

  private CompletableFuture<List<Outcome>> all(List<CompletableFuture<Outcome>> outcomes) {
    return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
        .thenApply(done -> outcomes.stream().map(CompletableFuture::join).toList());
  }

  @Override
  public CompletableFuture<float[]> raw(float[] images, int count) {
    int length = preparation().length();
    if (count < 1 || images.length != (long) count * length) {
      throw new IllegalArgumentException(
          "expected %d floats for each face, found %d for %d"
              .formatted(length, images.length, count));
    }
    long bytes = 4L * images.length;
    door.enter(count, bytes);
    List<Batcher.Item> faces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      faces.add(Batcher.item(images, i * length, 1));
    }
    batcher.expect(1);
    batcher.arrived(faces);
    return CompletableFuture.allOf(
            faces.stream().map(Batcher.Item::answer).toArray(CompletableFuture[]::new))
        .whenComplete((done, failure) -> door.leave(count, bytes))
        .thenApplyAsync(done -> joined(faces), answers);
  }

  private float[] joined(List<Batcher.Item> faces) {
    float[] all = new float[faces.size() * dimension()];
    for (int i = 0; i < faces.size(); i++) {
      System.arraycopy(faces.get(i).answer().join(), 0, all, i * dimension(), dimension());
    }
    return all;
  }

  /** Views of a face for the engine, prepared. */
  Batcher.Item prepared(FaceReader.Crop crop) {
    boolean both = settings.batching().flip() == Flip.ADDED;
    int length = preparation().length();
    float[] views = new float[both ? 2 * length : length];
    byte[] rgb = crop.image().pixels();
    preparation().prepare(rgb, views, 0);
    if (both) {
      preparation().prepare(Embeddings.mirrored(rgb, preparation().size()), views, length);
    }
    return Batcher.item(views, 0, both ? 2 : 1);
  }

  FaceReader reader() {
    return reader;
  }

  QualityMeter meter() {
    return meter;
  }

  Batcher batcher() {
    return batcher;
  }

  PipelineSettings settings() {
    return settings;
  }

  ThreadPoolExecutor answers() {
    return answers;
  }

  /** A picture is done, whether or not its client is still there. */
  void leave(Picture picture) {
    door.leave(1, picture.encoded().length);
  }

  @Override
  public Preparation preparation() {
    return embedder.preparation();
  }

  @Override
  public int dimension() {
    return embedder.dimension();
  }

  @Override
  public String sha256() {
    return embedder.sha256();
  }

  @Override
  public Optional<String> detector() {
    return detector.map(FaceDetector::name);
  }

  @Override
  public int waiting(Stage stage) {
    return switch (stage) {
      case DECODE -> workers.getQueue().size();
      case DETECT, ALIGN -> 0; // on the thread that decoded
      case EMBED -> batcher.waiting();
    };
  }

  @Override
  public int inFlight() {
    return door.inside();
  }

  @Override
  public void close() {
    door.close();
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    // What was taken in has its own limit of time; what hangs in native code is left to the end of
    // the process, and so are the engines, which it may be using.
    boolean empty = awaitEmpty();
    workers.shutdown();
    if (empty) {
      batcher.close();
      answers.shutdown();
      embedder.close();
      detector.ifPresent(FaceDetector::close);
    }
  }

  private boolean awaitEmpty() {
    try {
      return door.awaitEmpty(settings.intake().time().multipliedBy(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
