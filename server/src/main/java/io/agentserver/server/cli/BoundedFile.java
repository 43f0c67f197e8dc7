package io.agentserver.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads small files whole, and says clearly why one cannot be read. */
final class BoundedFile {

    private BoundedFile() {}

    /** The text of a UTF-8 file of at most that many bytes, without a byte order mark. */
    static String read(Path file, int mostBytes) throws ConfigurationException {
        if (Files.isDirectory(file)) {
            throw fault(file, "is a folder (expected: a file)");
        }
        try (InputStream in = Files.newInputStream(file)) {
            // Not Files.size: that of a pipe is 0.
            byte[] bytes = in.readNBytes(mostBytes + 1);
            if (bytes.length > mostBytes) {
                throw fault(file, "is too large (expected: at most " + mostBytes + " bytes)");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw fault(file, "no such file (expected: a file to read)");
        } catch (AccessDeniedException e) {
            throw fault(file, "access denied (expected: a file this user may read)");
        } catch (CharacterCodingException e) {
            throw fault(file, "is not UTF-8 (expected: a text file in UTF-8)");
        } catch (IOException e) {
            throw fault(file, "cannot be read: " + e.getMessage() + " (expected: a file to read)");
        }
    }

    private static ConfigurationException fault(Path file, String what) {
        return new ConfigurationException(file.toString(), what);
    }
}
