package io.agentserver.server.testkit;

import io.agentserver.server.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command {@code agent-server serve} in a JVM of its own, whose size can be measured. */
public final class ServerProcess implements HubUnderTest {

    private final JvmProcess process;
    private final InetSocketAddress address;

    private ServerProcess(JvmProcess process) {
        this.process = process;
        this.address = new InetSocketAddress("127.0.0.1", Integer.parseInt(process.await("Port: ")));
    }

    /** Starts the command with these JVM arguments and flags; it logs from WARNING on. */
    public static ServerProcess start(List<String> jvmArguments, String... flags) {
        return start(Map.of(), jvmArguments, flags);
    }

    /** Starts the command as the image does: with the variables that {@code docker/Dockerfile} sets. */
    public static ServerProcess startAsInTheImage() {
        return startAsInTheImage(Map.of());
    }

    /** The same with these variables as well. */
    public static ServerProcess startAsInTheImage(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        String dockerfile = String.join("\n", lines(Path.of("").toAbsolutePath().resolve("../docker/Dockerfile")));
        Matcher variables =
                Pattern.compile("(?m)^(?:ENV| )\\s*([A-Z_]+)=(\"[^\"]*\"|\\S+)").matcher(dockerfile);
        while (variables.find()) {
            environment.put(variables.group(1), variables.group(2).replace("\"", ""));
        }
        if (!environment.containsKey("JAVA_TOOL_OPTIONS")) {
            throw new IllegalStateException("docker/Dockerfile sets no JAVA_TOOL_OPTIONS");
        }
        return start(environment, List.of());
    }

    /** Starts the command with these variables in its environment as well. */
    public static ServerProcess start(Map<String, String> environment, List<String> jvmArguments, String... flags) {
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", "0", "--api-key", KEY));
        arguments.addAll(List.of("--log-level", "WARNING"));
        arguments.addAll(List.of(flags));
        return new ServerProcess(
                JvmProcess.start(environment, jvmArguments, Main.class.getName(), arguments.toArray(String[]::new)));
    }

    public JvmProcess process() {
        return process;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    /** The bytes of all objects that are reachable, as a collection finds them now. */
    public long liveHeapBytes() {
        String total = "";
        for (String line : jcmd("GC.class_histogram")) {
            if (line.startsWith("Total")) {
                total = line;
            }
        }
        String[] columns = total.split("\\s+");
        return Long.parseLong(columns[2]);
    }

    /** Its clients, registered or not, as far as the kernel knows of them. */
    public long establishedConnections() {
        String local = String.format(":%04X", address.getPort());
        return List.of("tcp", "tcp6").stream()
                .flatMap(table -> lines(Path.of("/proc/net", table)).stream())
                .map(line -> line.strip().split("\\s+"))
                .filter(column -> column[1].endsWith(local) && column[3].equals("01"))
                .count();
    }

    @Override
    public void close() {
        process.close();
    }

    private List<String> jcmd(String command) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            command)
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(jcmd.getInputStream(), StandardCharsets.UTF_8))) {
                return reader.lines().toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
