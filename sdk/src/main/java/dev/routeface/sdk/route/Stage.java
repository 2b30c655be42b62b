package dev.routeface.sdk.route;

/**
 * A stretch of the student's training with one anchor as its target.
 *
 * @param anchor epoch of the teacher
 * @param epochs how many epochs of the student it lasts
 */
public record Stage(int anchor, int epochs) {}
