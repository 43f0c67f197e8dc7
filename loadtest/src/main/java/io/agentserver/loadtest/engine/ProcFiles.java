package io.agentserver.loadtest.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What Linux tells of this process and of the machine; nothing elsewhere. */
final class ProcFiles {

    private static final int IDLE = 3;
    private static final int WAITING_FOR_DISK = 4;
    private static final int STEAL = 7;

    /**
     * Processor time of the whole machine, in ticks.
     *
     * @param busy doing something for somebody
     * @param all that there was
     */
    record MachineTime(long busy, long all) {}

    private ProcFiles() {}

    /** Reads {@code /proc/stat}; zeros when there is none. */
    static MachineTime machine() {
        try {
            return machine(Files.readString(Path.of("/proc/stat")));
        } catch (IOException e) {
            return new MachineTime(0, 0);
        }
    }

    static MachineTime machine(String stat) {
        String[] fields = stat.lines().findFirst().orElse("").split("\\s+");
        long busy = 0;
        long all = 0;
        for (int i = 0; i <= STEAL && i + 1 < fields.length; i++) {
            long ticks = Long.parseLong(fields[i + 1]);
            all += ticks;
            busy += i == IDLE || i == WAITING_FOR_DISK ? 0 : ticks;
        }
        return new MachineTime(busy, all);
    }

    /** The memory of this process that is in RAM. */
    static OptionalLong residentBytes() {
        try {
            return residentBytes(Files.readString(Path.of("/proc/self/status")));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong residentBytes(String status) {
        return status.lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst();
    }
}
