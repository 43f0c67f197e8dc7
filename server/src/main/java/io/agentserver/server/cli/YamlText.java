package io.agentserver.server.cli;

import java.io.StringReader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Turns a YAML file into nodes that know their lines. Nothing is constructed from them: no type of this program can be named
 * in a file.
 */
final class YamlText {

    private static final int DEEPEST = 50;

    private YamlText() {}

    /** The root of the only document in a file of at most that many bytes; null when the file holds none. */
    static @Nullable Node compose(Path file, int mostBytes) throws ConfigurationException {
        String text = BoundedFile.read(file, mostBytes);
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(mostBytes);
        options.setNestingDepthLimit(DEEPEST);
        // Aliases are harmless in nodes; whoever expands them bounds what they grow to.
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        try {
            return new Yaml(options).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            throw new ConfigurationException(
                    place(
                            file,
                            e.getProblemMark() == null ? 0 : e.getProblemMark().getLine()),
                    "not YAML: " + Fault.quote(problem(e)));
        } catch (YAMLException e) {
            throw new ConfigurationException(
                    file.toString(), "not YAML: " + Fault.quote(String.valueOf(e.getMessage())));
        }
    }

    /** The place of a node, for people: {@code config.yaml:12}. */
    static String place(Path file, Node node) {
        return place(file, node.getStartMark().getLine());
    }

    private static String place(Path file, int lineFromZero) {
        return file + ":" + (lineFromZero + 1);
    }

    private static String problem(MarkedYAMLException e) {
        return e.getContext() == null ? e.getProblem() : e.getProblem() + " " + e.getContext();
    }
}
