/**
 * The endpoints: what comes in is read strictly, what goes out is a record, what goes wrong is a
 * {@link dev.routeface.server.problem.Problem}. Work is done below.
 */
package dev.routeface.server.api;
