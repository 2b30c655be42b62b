/**
 * What a network is trained towards: one file per loss, each a pure function of arrays, plus the
 * sealed family that a recipe chooses from. Works on the engine's {@code NDArray}; imports nothing
 * of ours but {@code models}.
 */
package dev.routeface.sdk.loss;
