/** Unit vectors and seeded randomness. The ground floor: imports nothing of ours; plain Java. */
package dev.routeface.sdk.math;
