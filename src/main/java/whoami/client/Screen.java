package whoami.client;

import java.io.PrintStream;

/**
 * Where all is shown.
 *
 * @param terminal whether a line can be drawn over
 */
record Screen(PrintStream out, boolean terminal) {
    /** As narrow as terminals get: asking for the width takes native code. */
    static final int WIDTH = 78;

    /** Also in the middle of a bar, which is drawn anew below. */
    void say(String line) {
        out.print((terminal ? overdrawn(line) : line) + System.lineSeparator());
        out.flush();
    }

    void draw(String line) {
        out.print(overdrawn(line));
        out.flush();
    }

    private static String overdrawn(String line) {
        return String.format("\r%-" + WIDTH + "s", line);
    }
}
