package io.agentserver.server;

/**
 * What a set of latencies amounts to, in milliseconds (M-71).
 *
 * @param count samples
 * @param min the smallest
 * @param max the largest
 * @param mean their mean
 * @param median the middle one, or the mean of the middle two
 * @param p95 the 19th of 20 exclusive cut points from 20 samples on, else the largest (M-72)
 * @param p99 the 99th of 100 exclusive cut points from 100 samples on, else the largest (M-72)
 */
public record LatencyStatistics(
        int count, double min, double max, double mean, double median, double p95, double p99) {}
