package dev.routeface.server.pipeline;

import dev.routeface.sdk.image.DetectedFace;
import java.util.Optional;

/**
 * A face of a picture.
 *
 * @param detected box, landmarks and score; empty for aligned pictures
 * @param quality how well it can be recognised
 * @param embedding empty unless asked for
 */
public record Face(
    Optional<DetectedFace> detected, Quality quality, Optional<Embedding> embedding) {}
