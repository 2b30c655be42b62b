/**
 * The route and the plans along it: route-constrained optimisation (Jin et al., "Knowledge
 * Distillation via Route Constrained Optimization", ICCV 2019) as plain Java. Imports nothing of
 * ours but {@code models.io}.
 */
package dev.routeface.sdk.route;
