package io.agentserver.loadtest.stats;

import java.util.List;

/**
 * How the generator itself did during the measured window.
 *
 * @param cpu share of all cores its process used, 0 to 1
 * @param machineCpu share of all cores that everybody on the machine used, 0 to 1; negative when unknown
 * @param lagP99Millis how late its event loops ran what was due, 99th percentile
 * @param lagMaxMillis the most that one was late
 * @param gcMillis time its collector stopped it
 * @param gcPauses how often
 * @param residentBytes its process's memory at the end; negative when unknown
 * @param seconds the same second by second, from the ramp on
 */
public record GeneratorHealth(
        double cpu,
        double machineCpu,
        double lagP99Millis,
        double lagMaxMillis,
        long gcMillis,
        long gcPauses,
        long residentBytes,
        List<Sample> seconds) {

    /** One second; cpu as a share of all cores. */
    public record Sample(int index, double cpu, double lagMaxMillis, long gcMillis) {}
}
