/**
 * Several ways to train a student, compared fairly: each with its learning rate chosen on
 * validation identities in the same number of trials, each under the same seeds, judged once on
 * test identities. Imports everything below; plain Java on top of the trainer.
 */
package dev.routeface.eval.study;
