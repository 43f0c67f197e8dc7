package io.agentserver.loadtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Reads the rows of a feeder from files. */
final class FeederFiles {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private FeederFiles() {}

    /** CSV as RFC 4180 has it: the first line names the columns, {@code "} quotes. */
    static Feeder csv(Path file) {
        List<List<String>> lines = csvLines(read(file));
        if (lines.isEmpty()) {
            throw new IllegalArgumentException(file + ": empty (expected: a line of column names, then rows)");
        }
        List<String> names = lines.get(0);
        List<Map<String, String>> rows = new ArrayList<>();
        for (int line = 1; line < lines.size(); line++) {
            List<String> cells = lines.get(line);
            if (cells.size() != names.size()) {
                throw new IllegalArgumentException(file + ", row " + line + ": " + cells.size() + " cells (expected: "
                        + names.size() + ", as in the first line)");
            }
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < cells.size(); i++) {
                row.put(names.get(i), cells.get(i));
            }
            rows.add(row);
        }
        return Feeder.of(rows);
    }

    static List<List<String>> csvLines(String text) {
        List<List<String>> lines = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        boolean anything = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
                anything = true;
            } else if (!quoted && c == ',') {
                cells.add(cell.toString());
                cell.setLength(0);
                anything = true;
            } else if (!quoted && (c == '\n' || c == '\r')) {
                endLine(lines, cells, cell, anything);
                cells = new ArrayList<>();
                anything = false;
            } else {
                cell.append(c);
                anything = true;
            }
        }
        endLine(lines, cells, cell, anything);
        return lines;
    }

    private static void endLine(List<List<String>> lines, List<String> cells, StringBuilder cell, boolean anything) {
        if (anything) {
            cells.add(cell.toString());
            lines.add(cells);
        }
        cell.setLength(0);
    }

    /** A JSON array of objects; what is no text becomes its JSON. Nulls are left out. */
    static Feeder json(Path file) {
        JsonNode array;
        try {
            array = MAPPER.readTree(read(file));
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + ": not JSON: " + e.getOriginalMessage(), e);
        }
        if (array == null || !array.isArray()) {
            throw new IllegalArgumentException(file + ": no array (expected: an array of objects)");
        }
        List<Map<String, String>> rows = new ArrayList<>();
        for (JsonNode object : array) {
            if (!object.isObject()) {
                throw new IllegalArgumentException(
                        file + ", element " + rows.size() + ": " + object + " (expected: an object)");
            }
            Map<String, String> row = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                JsonNode value = member.getValue();
                if (!value.isNull()) {
                    row.put(member.getKey(), value.isString() ? value.stringValue() : value.toString());
                }
            }
            rows.add(row);
        }
        return Feeder.of(rows);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("feeder file " + file + ": cannot be read (" + e + ")", e);
        }
    }
}
