package dev.routeface.sdk.loss;

import dev.routeface.models.net.Shape;
import java.util.Map;

/**
 * What a loss must know to size the arrays it trains beside the network.
 *
 * @param identities number of identities in the training data
 * @param student output shapes of the student's layers, by name
 * @param embedding size of the student's embedding
 * @param teacher output shapes of the teacher's layers, by name; empty if its inside is not known
 * @param teacherEmbedding size of the teacher's embedding; 0 without a teacher
 */
public record Sizes(
    int identities,
    Map<String, Shape> student,
    int embedding,
    Map<String, Shape> teacher,
    int teacherEmbedding) {}
