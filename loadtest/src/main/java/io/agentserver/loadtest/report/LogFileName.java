package io.agentserver.loadtest.report;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * The file name of a request name's histogram log: the name itself where every file system takes it, else with its other
 * bytes as {@code %41} is written in addresses. Two names never share a file.
 */
final class LogFileName {

    private static final int LONGEST = 100;

    private LogFileName() {}

    static String of(String request) {
        StringBuilder name = new StringBuilder();
        for (byte b : request.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '-'
                    || c == '_'
                    || c == '.' && !name.isEmpty();
            if (plain) {
                name.append(c);
            } else {
                name.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        if (name.length() > LONGEST) {
            CRC32 sum = new CRC32();
            sum.update(request.getBytes(StandardCharsets.UTF_8));
            name.setLength(LONGEST);
            name.append(String.format(Locale.ROOT, "~%08x", sum.getValue()));
        }
        return (name.isEmpty() ? "%" : name) + ".hlog";
    }
}
