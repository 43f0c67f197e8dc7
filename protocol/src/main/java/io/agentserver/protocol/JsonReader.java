package io.agentserver.protocol;

import java.util.Arrays;

/**
 * A cursor over one JSON text in UTF-8 that checks the whole grammar of RFC 8259 and allocates nothing for it. Nesting is
 * a bit per level and not a stack frame, so depth is a number to compare and never a stack overflow. For one thread at a
 * time; {@link #release()} lets go of the bytes.
 */
final class JsonReader {

    private static final byte[] NO_BYTES = {};
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final int LEVELS_PER_WORD = Long.SIZE;

    private AipLimits limits = AipLimits.defaults();
    private byte[] buffer = NO_BYTES;
    private int at;
    private int end;
    private boolean owned;

    private int depth;
    /** One bit per open level, set when it is an object. */
    private long[] objects = new long[1];

    private Token token = Token.ABSENT;
    private int tokenStart;
    private int tokenEnd;

    /** Starts at those bytes. When they are owned, nobody will change them and {@link #value} may keep views of them. */
    void reset(byte[] array, int offset, int length, boolean mayKeep, AipLimits newLimits) {
        limits = newLimits;
        buffer = array;
        at = offset;
        end = offset + length;
        owned = mayKeep;
        depth = 0;
    }

    void release() {
        buffer = NO_BYTES;
        if (objects.length > 64) {
            objects = new long[1];
        }
    }

    byte[] buffer() {
        return buffer;
    }

    AipLimits limits() {
        return limits;
    }

    /** What the last call read. */
    Token token() {
        return token;
    }

    /** Where the last token's content begins; of a string, after the quote. */
    int tokenStart() {
        return tokenStart;
    }

    /** Where the last token's content ends; of a string, before the quote. */
    int tokenEnd() {
        return tokenEnd;
    }

    /** The text of a string token. */
    String text(Token string, int start, int stop) {
        return JsonText.decode(buffer, start, stop, string == Token.ESCAPED_STRING);
    }

    /** The value of any token. */
    RawJson value(Token kind, int start, int stop) {
        int quote = kind.isString() ? 1 : 0;
        int length = stop - start + 2 * quote;
        return owned ? RawJson.slice(buffer, start - quote, length) : RawJson.copy(buffer, start - quote, length);
    }

    /** Where the cursor stands. */
    int position() {
        return at;
    }

    /** Whether the next value is an object; the cursor is on it. */
    boolean atObject() {
        return peek() == '{';
    }

    /** Whether the next value is an array; the cursor is on it. */
    boolean atArray() {
        return peek() == '[';
    }

    /** Steps into the object that comes next. */
    void enterObject() {
        expect('{');
        open(true);
    }

    /** Steps into the array that comes next. */
    void enterArray() {
        expect('[');
        open(false);
    }

    /** Reads the next member's name as the token and stands before its value; at the object's end false, having left it. */
    boolean nextMember(boolean first) {
        byte next = peek();
        if (next == '}') {
            return leave();
        }
        if (!first) {
            separator(next);
        }
        memberName();
        return true;
    }

    /** Stands before the next element; at the array's end false, having left it. */
    boolean nextElement(boolean first) {
        byte next = peek();
        if (next == ']') {
            return leave();
        }
        if (!first) {
            separator(next);
        }
        return true;
    }

    /** Checks that only white space is left. */
    void finish() {
        while (at < end) {
            if (!isSpace(buffer[at])) {
                throw JsonFault.syntax(at);
            }
            at++;
        }
    }

    /** Checks the next value, whatever it is, and makes it the token. */
    void skipValue() {
        byte next = peek();
        if (next == '{' || next == '[') {
            int start = at;
            skipContainer();
            token = next == '{' ? Token.OBJECT : Token.ARRAY;
            tokenStart = start;
            tokenEnd = at;
        } else {
            scalar(next);
        }
    }

    private void skipContainer() {
        int outside = depth;
        boolean valueNext = true;
        do {
            byte next = peek();
            if (!valueNext) {
                valueNext = next == closing() ? leave() : continueContainer(next);
            } else if (next == '{' || next == '[') {
                at++;
                open(next == '{');
                valueNext = peek() != closing();
                if (valueNext && inObject()) {
                    memberName();
                }
            } else {
                scalar(next);
                valueNext = false;
            }
        } while (depth > outside);
    }

    private boolean continueContainer(byte next) {
        separator(next);
        if (inObject()) {
            memberName();
        }
        return true;
    }

    private void memberName() {
        if (peek() != '"') {
            throw JsonFault.syntax(at);
        }
        string();
        expect(':');
    }

    private void separator(byte found) {
        if (found != ',') {
            throw JsonFault.syntax(at);
        }
        at++;
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw JsonFault.syntax(at);
        }
        at++;
    }

    /** The next byte that is no white space, the cursor on it. */
    private byte peek() {
        while (at < end) {
            byte next = buffer[at];
            if (!isSpace(next)) {
                return next;
            }
            at++;
        }
        throw JsonFault.syntax(end);
    }

    private static boolean isSpace(byte character) {
        return character == ' ' || character == '\n' || character == '\r' || character == '\t';
    }

    private void open(boolean object) {
        if (depth == limits.maxDepth()) {
            throw JsonFault.limit("nested deeper than " + limits.maxDepth() + " levels");
        }
        int word = depth / LEVELS_PER_WORD;
        if (word == objects.length) {
            objects = Arrays.copyOf(objects, 2 * word);
        }
        long bit = 1L << depth;
        objects[word] = object ? objects[word] | bit : objects[word] & ~bit;
        depth++;
    }

    private boolean leave() {
        at++;
        depth--;
        return false;
    }

    private char closing() {
        return inObject() ? '}' : ']';
    }

    private boolean inObject() {
        int level = depth - 1;
        return (objects[level / LEVELS_PER_WORD] & 1L << level) != 0;
    }

    private void scalar(byte first) {
        switch (first) {
            case '"' -> string();
            case 't' -> literal(TRUE, Token.BOOLEAN);
            case 'f' -> literal(FALSE, Token.BOOLEAN);
            case 'n' -> literal(NULL, Token.NULL);
            default -> number();
        }
    }

    private void literal(byte[] word, Token meaning) {
        int stop = at + word.length;
        if (stop > end || !Arrays.equals(buffer, at, stop, word, 0, word.length)) {
            throw JsonFault.syntax(at);
        }
        finishToken(meaning, at, stop);
    }

    private void number() {
        int start = at;
        int position = buffer[at] == '-' ? at + 1 : at;
        if (position < end && buffer[position] == '0') {
            position++;
        } else {
            position = digits(position);
        }
        if (position < end && buffer[position] == '.') {
            position = digits(position + 1);
        }
        if (position < end && (buffer[position] | 0x20) == 'e') {
            position++;
            if (position < end && (buffer[position] == '+' || buffer[position] == '-')) {
                position++;
            }
            position = digits(position);
        }
        if (position - start > limits.maxNumberLength()) {
            throw JsonFault.limit("number longer than " + limits.maxNumberLength() + " characters");
        }
        finishToken(Token.NUMBER, start, position);
    }

    private int digits(int from) {
        int position = from;
        while (position < end && buffer[position] >= '0' && buffer[position] <= '9') {
            position++;
        }
        if (position == from) {
            throw JsonFault.syntax(from);
        }
        return position;
    }

    private void string() {
        int start = at + 1;
        int position = start;
        Token kind = Token.STRING;
        while (true) {
            position = JsonText.endOfPlain(buffer, position, end);
            if (position == end) {
                throw JsonFault.syntax(end);
            }
            byte special = buffer[position];
            if (special == '"') {
                break;
            } else if (special == '\\') {
                kind = Token.ESCAPED_STRING;
                position = JsonText.endOfEscape(buffer, position, end);
            } else if (special < 0) {
                position = endOfSequence(position);
            } else {
                throw JsonFault.syntax(position);
            }
        }
        if (position - start > limits.maxStringBytes()) {
            throw JsonFault.limit("string longer than " + limits.maxStringBytes() + " bytes");
        }
        finishToken(kind, start, position);
        at = position + 1;
    }

    private int endOfSequence(int position) {
        int size = Utf8.sequenceLength(buffer, position, end);
        if (size == 0) {
            throw JsonFault.syntax(position);
        }
        return position + size;
    }

    private void finishToken(Token kind, int start, int stop) {
        token = kind;
        tokenStart = start;
        tokenEnd = stop;
        at = stop;
    }
}
